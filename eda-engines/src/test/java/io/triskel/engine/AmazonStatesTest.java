package io.triskel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AmazonStatesTest {
    private final JsonNode machine = read();
    private final JsonNode states = machine.path("States");

    private static JsonNode read() {
        try {
            return new ObjectMapper()
                    .readTree(EngineProcess.of(Shop.steps().describe(), Shop.types())
                            .asAmazonStates());
        } catch (JsonProcessingException broken) {
            throw new AssertionError("No JSON", broken);
        }
    }

    private static List<String> nexts(JsonNode state) {
        return state.findValuesAsText("Next", new ArrayList<>(state.findValuesAsText("Default")));
    }

    @Test
    void every_state_is_reached_and_leads_to_a_state() {
        Set<String> reached = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(machine.path("StartAt").asText()));

        while (!open.isEmpty()) {
            String state = open.removeFirst();
            assertThat(states.has(state)).as(state).isTrue();
            if (reached.add(state)) {
                open.addAll(nexts(states.path(state)));
            }
        }

        assertThat(reached).containsExactlyInAnyOrderElementsOf(names());
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        states.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void a_step_waits_by_token_as_long_as_it_says_and_asks_again() {
        JsonNode reserve = states.path("reserve");

        assertThat(reserve.path("Resource").asText())
                .isEqualTo("arn:${Partition}:states:::lambda:invoke.waitForTaskToken");
        assertThat(reserve.path("TimeoutSeconds").asLong()).isEqualTo(60);
        assertThat(reserve.path("Retry").path(0).path("MaxAttempts").asInt()).isEqualTo(1);
        assertThat(reserve.path("Parameters").path("Payload").path("command").asText())
                .isEqualTo("shop.Reserve.v1");
        assertThat(reserve.path("Catch").path(0).path("Next").asText()).isEqualTo("reserve unanswered");
    }

    @Test
    void a_refused_step_undoes_those_before_it_and_an_unanswered_one_itself_too() {
        assertThat(states.path("charge refused").path("Next").asText()).isEqualTo("undo reserve");
        assertThat(states.path("charge refused").path("Result").asText()).isEqualTo("charge failed: CardRefused");
        assertThat(states.path("charge unanswered").path("Next").asText()).isEqualTo("undo charge");
        assertThat(states.path("undo charge answered")
                        .path("Choices")
                        .path(0)
                        .path("Next")
                        .asText())
                .isEqualTo("undo reserve");
    }

    @Test
    void a_late_refusal_settles_the_undoing() {
        assertThat(states.path("undo charge answered").findValuesAsText("StringEquals"))
                .containsExactly("shop.Refunded.v1", "shop.CardRefused.v1", "shop.RefundImpossible.v1");
    }

    @Test
    void an_undoing_that_nobody_answers_is_not_waited_for() {
        assertThat(states.path("undo reserve").path("Resource").asText())
                .isEqualTo("arn:${Partition}:states:::lambda:invoke");
        assertThat(states.path("undo reserve").path("Next").asText()).isEqualTo("tell compensated");
    }

    @Test
    void a_point_of_no_return_can_only_be_asked_again_once_it_is_not_answered() {
        assertThat(states.path("ship").has("Catch")).isFalse();
        assertThat(states.path("ship refused").path("Next").asText()).isEqualTo("undo charge");
        assertThat(states.path("undo charge").has("Catch")).isFalse();
        assertThat(states.path("undo charge failed").path("Type").asText()).isEqualTo("Fail");
    }

    @Test
    void a_call_off_before_a_point_of_no_return_undoes_all_that_was_asked_for() {
        assertThat(states.path("charge called off").path("Next").asText()).isEqualTo("undo charge");
        assertThat(states.path("ship called off").path("Next").asText()).isEqualTo("undo charge");
        assertThat(states.path("charge called off").path("Result").asText()).isEqualTo("called off by Cancelled");
    }

    @Test
    void both_endings_are_told_and_stand_in_the_output() {
        assertThat(states.path("ship answered")
                        .path("Choices")
                        .path(0)
                        .path("Next")
                        .asText())
                .isEqualTo("tell completed");
        assertThat(states.path("tell completed").path("Next").asText()).isEqualTo("completed");
        assertThat(states.path("compensated").path("Result").asText()).isEqualTo("compensated");
    }
}

package io.triskel.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Holds a definition to the rules of the syntax reference of Workflows (cloud.google.com/workflows/docs/reference/syntax): which
 * members a step has, that jumps stay within their list of steps, that calls name each parameter, and that expressions use only
 * what is there. Google publishes no parser, and the schema in SchemaStore knows no callbacks.
 */
class GoogleWorkflowsTest {
    private static final Set<Set<String>> STEPS = Set.of(
            Set.of("assign"),
            Set.of("assign", "next"),
            Set.of("call", "args"),
            Set.of("call", "args", "next"),
            Set.of("call", "args", "result"),
            Set.of("call", "args", "result", "next"),
            Set.of("switch"),
            Set.of("switch", "next"),
            Set.of("return"),
            Set.of("raise"),
            Set.of("try", "retry"),
            Set.of("try", "except"));
    private static final Set<Set<String>> CASES = Set.of(Set.of("condition", "next"), Set.of("condition", "raise"));
    private static final Map<String, Set<String>> LIBRARY = Map.of(
            "events.create_callback_endpoint", Set.of("http_callback_method"),
            "events.await_callback", Set.of("callback", "timeout"),
            "http.post", Set.of("url", "auth", "body"));
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern WORD = Pattern.compile("\"[^\"]*\"|[A-Za-z_][A-Za-z0-9_.]*");
    private static final Set<String> WORDS = Set.of("not", "in", "sys.get_env", "any_failure");

    private final JsonNode definition = read();

    private static JsonNode read() {
        try {
            return new ObjectMapper()
                    .readTree(EngineProcess.of(Shop.steps().describe(), Shop.types())
                            .asGoogleWorkflow());
        } catch (JsonProcessingException broken) {
            throw new AssertionError("No JSON", broken);
        }
    }

    @Test
    void each_step_has_the_members_of_one_kind_of_step_and_jumps_within_its_list() {
        definition.properties().forEach(workflow -> {
            assertThat(workflow.getKey()).matches(NAME);
            assertThat(names(workflow.getValue())).containsExactly("params", "steps");
            checkSteps(workflow.getValue().path("steps"));
        });
    }

    private void checkSteps(JsonNode steps) {
        Map<String, JsonNode> byName = new LinkedHashMap<>();
        steps.forEach(step -> {
            assertThat(step.size()).isEqualTo(1);
            step.properties()
                    .forEach(one -> assertThat(byName.put(one.getKey(), one.getValue()))
                            .as(one.getKey() + " is there once")
                            .isNull());
        });
        byName.forEach((name, step) -> {
            assertThat(name).matches(NAME);
            assertThat(STEPS).as(name).contains(names(step));
            if (step.has("next")) {
                assertThat(byName).containsKey(step.path("next").asText());
            }
            step.path("switch").forEach(one -> {
                assertThat(CASES).contains(names(one));
                if (one.has("next")) {
                    assertThat(byName).containsKey(one.path("next").asText());
                }
            });
            checkCall(step.path("try").has("call") ? step.path("try") : step);
            List.of(step.path("try"), step.path("except")).forEach(block -> {
                if (block.has("steps")) {
                    checkSteps(block.path("steps"));
                }
            });
        });
    }

    private void checkCall(JsonNode step) {
        if (!step.has("call")) {
            return;
        }
        String called = step.path("call").asText();
        Set<String> parameters = LIBRARY.getOrDefault(called, Set.of());
        if (parameters.isEmpty()) {
            parameters = new LinkedHashSet<>();
            for (JsonNode parameter : definition.path(called).path("params")) {
                parameters.add(parameter.asText());
            }
        }
        assertThat(names(step.path("args"))).as(called).isEqualTo(parameters);
    }

    @Test
    void expressions_use_only_what_their_workflow_knows() {
        definition.properties().forEach(workflow -> {
            Set<String> known = new LinkedHashSet<>(WORDS);
            workflow.getValue().path("params").forEach(parameter -> known.add(parameter.asText()));
            known.addAll(workflow.getValue().findValuesAsText("result"));
            known.addAll(workflow.getValue().findValuesAsText("as"));
            workflow.getValue()
                    .findValues("assign")
                    .forEach(assigned -> assigned.forEach(one -> known.addAll(names(one))));

            for (String expression : expressions(workflow.getValue(), new ArrayList<>())) {
                Matcher words = WORD.matcher(expression);
                while (words.find()) {
                    String word = words.group();
                    assertThat(word.startsWith("\"")
                                    || known.contains(word)
                                    || known.contains(word.replaceAll("\\..*", "")))
                            .as(workflow.getKey() + " knows " + word)
                            .isTrue();
                }
            }
        });
    }

    private static List<String> expressions(JsonNode tree, List<String> found) {
        if (tree.isTextual() && tree.textValue().startsWith("${")) {
            assertThat(tree.textValue()).endsWith("}");
            found.add(tree.textValue().substring(2, tree.textValue().length() - 1));
        }
        tree.forEach(child -> expressions(child, found));
        return found;
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new LinkedHashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void a_question_is_asked_again_as_often_as_the_step_says_and_an_empty_reply_is_a_time_out() {
        JsonNode main = definition.path("main").path("steps");

        assertThat(main.findValue("reserve").path("args").path("tries").asInt()).isEqualTo(2);
        assertThat(main.findValue("reserve").path("args").path("seconds").asInt())
                .isEqualTo(60);
        assertThat(main.findValue("reserve_answered").path("switch").findValuesAsText("condition"))
                .contains("${state.reply == \"\"}");
        assertThat(main.findValue("reserve_unanswered").path("next").asText()).isEqualTo("undo_reserve");
        assertThat(main.findValue("ship_unanswered").path("raise").asText()).contains("stuck");
    }
}

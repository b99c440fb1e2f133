package io.triskel.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.engine.Shop.Cancelled;
import io.triskel.engine.Shop.CardRefused;
import io.triskel.engine.Shop.Charge;
import io.triskel.engine.Shop.Charged;
import io.triskel.engine.Shop.Placed;
import io.triskel.engine.Shop.Refund;
import io.triskel.engine.Shop.Refunded;
import io.triskel.engine.Shop.Reject;
import io.triskel.engine.Shop.Reserve;
import io.triskel.engine.Shop.Reserved;
import io.triskel.engine.Shop.Ship;
import io.triskel.event.Envelope;
import io.triskel.event.Metadata;
import io.triskel.memory.InMemoryPlatform;
import io.triskel.memory.InMemoryPump;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EngineDeskTest {
    /** What is kept, as an engine holds it: a text, in which no mapper of an engine's changes a number. */
    private static final String KEPT = "\"{\\\"order\\\":\\\"o1\\\",\\\"payment\\\":\\\"none\\\"}\"";

    private final InMemoryPlatform platform = InMemoryPlatform.of("/shop", Shop.types());
    private final Map<String, String> started = new LinkedHashMap<>();
    private final Map<String, String> completed = new LinkedHashMap<>();
    private final EngineDesk<Shop.Fulfilment> desk = EngineDesk.of(Shop.steps(), platform, new Engine() {
        @Override
        public void start(String instance, String document) {
            started.put(instance, document);
        }

        @Override
        public void complete(String token, String answer) {
            completed.put(token, answer);
        }
    });
    private final List<Envelope<?>> commands = new ArrayList<>();
    private final InMemoryPump pump = platform.subscribe(
            desk,
            platform.consumer("participants")
                    .on(Reserve.class, (event, handling) -> commands.add(event))
                    .on(Charge.class, (event, handling) -> commands.add(event))
                    .on(Refund.class, (event, handling) -> commands.add(event))
                    .on(Reject.class, (event, handling) -> commands.add(event))
                    .on(Ship.class, (event, handling) -> commands.add(event))
                    .build());

    /** Answers the command that asks for this, as the participant that it was sent to. */
    private void answers(String question, Object reply) {
        Envelope<?> command = Shop.steps()
                .payloads()
                .command("o1", question, new Shop.Fulfilment("o1", "none"), Optional.empty(), platform.events());
        publish(platform.events().of(reply).keyed("o1").withMetadata(Metadata.causedBy(command)));
    }

    private void publish(Envelope<?> event) {
        platform.publish(List.of(event));
        pump.drain();
    }

    private void happens(Object event) {
        publish(platform.events()
                .of(event)
                .keyed("o1")
                .withMetadata(Metadata.empty().withCorrelation("o1")));
    }

    private void ask(String question, String token, String why) {
        desk.ask(
                "{\"process\":\"fulfilment\",\"instance\":\"o1\",\"ask\":\"%s\",\"data\":%s,\"token\":\"%s\",\"why\":\"%s\"}"
                        .formatted(question, KEPT, token, why)
                        .getBytes(StandardCharsets.UTF_8),
                platform.in(Duration.ofSeconds(5)));
        pump.drain();
    }

    private List<Object> sent() {
        return commands.stream().<Object>map(Envelope::data).toList();
    }

    @Test
    void an_event_that_starts_an_instance_starts_an_execution_with_what_is_kept() {
        happens(new Placed("o1"));

        assertThat(started).containsEntry("o1", "{\"instance\":\"o1\",\"state\":{\"data\":" + KEPT + "}}");
    }

    @Test
    void what_the_engine_asks_for_becomes_a_command_of_the_instance() {
        ask("do charge", "t1", "");

        assertThat(sent()).containsExactly(new Charge("o1"));
        assertThat(commands.get(0).metadata().correlation()).contains("o1");
        assertThat(commands.get(0).key().orElseThrow().value()).isEqualTo("o1");
    }

    @Test
    void asked_again_it_is_the_same_command() {
        ask("do charge", "t1", "");
        String first = commands.get(0).id().id();
        commands.clear();

        // The participants' inbox knows the command by its id.
        ask("do charge", "t2", "");
        assertThat(commands).isEmpty();

        ask("undo charge", "t3", "");
        assertThat(commands.get(0).id().id()).isNotEqualTo(first);
    }

    @Test
    void what_is_told_in_the_end_has_the_reason_and_needs_no_token() {
        ask("compensated", "", "charge failed: CardRefused");

        assertThat(sent()).containsExactly(new Reject("o1", "charge failed: CardRefused"));
    }

    @Nested
    class When_a_reply_comes {
        @Test
        void the_token_of_its_question_gets_its_type_and_what_is_kept_now() {
            ask("do charge", "t1", "");
            answers("do charge", new Charged("o1", "p7"));

            assertThat(completed)
                    .containsOnly(Map.entry(
                            "t1", "{\"reply\":\"shop.Charged.v1\",\"data\":" + KEPT.replace("none", "p7") + "}"));
        }

        @Test
        void every_token_of_the_question_gets_it_since_some_are_dead() {
            ask("do charge", "t1", "");
            ask("do charge", "t2", "");
            answers("do charge", new CardRefused("o1"));

            assertThat(completed).containsOnlyKeys("t1", "t2");
        }

        @Test
        void a_token_that_comes_after_it_gets_it_at_once_and_nothing_is_asked() {
            ask("do charge", "t1", "");
            answers("do charge", new Charged("o1", "p7"));
            commands.clear();

            ask("do charge", "t2", "");

            assertThat(completed.get("t2")).isEqualTo(completed.get("t1"));
            assertThat(commands).isEmpty();
        }

        @Test
        void the_first_of_two_counts() {
            ask("do charge", "t1", "");
            answers("do charge", new Charged("o1", "p7"));
            answers("do charge", new CardRefused("o1"));

            assertThat(completed.get("t1")).contains("shop.Charged.v1");
        }

        @Test
        void one_to_an_earlier_question_changes_nothing() {
            ask("do charge", "t1", "");
            ask("undo charge", "t2", "");
            answers("do charge", new Charged("o1", "p7"));

            assertThat(completed).isEmpty();
            answers("undo charge", new Refunded("o1"));
            assertThat(completed).containsOnlyKeys("t2");
        }

        @Test
        void a_late_refusal_answers_the_undoing() {
            ask("do charge", "t1", "");
            ask("undo charge", "t2", "");
            answers("do charge", new CardRefused("o1"));

            assertThat(completed).containsOnlyKeys("t2");
        }

        @Test
        void before_any_question_it_changes_nothing() {
            answers("do reserve", new Reserved("o1"));

            assertThat(completed).isEmpty();
        }
    }

    @Nested
    class Replies_are_addressed {
        private final List<String> wrappings = new ArrayList<>();
        private final EngineDesk<Shop.Fulfilment> wrapping =
                EngineDesk.of(Shop.steps("wrapping"), platform, new Engine() {
                    @Override
                    public void start(String instance, String document) {}

                    @Override
                    public void complete(String token, String answer) {
                        wrappings.add(token);
                    }
                });
        private final InMemoryPump wrapped = platform.subscribe(wrapping);

        private void bothAsk() {
            ask("do charge", "t1", "");
            wrapping.ask(
                    "{\"process\":\"wrapping\",\"instance\":\"o1\",\"ask\":\"do charge\",\"data\":%s,\"token\":\"w1\"}"
                            .formatted(KEPT)
                            .getBytes(StandardCharsets.UTF_8),
                    platform.in(Duration.ofSeconds(5)));
            pump.drain();
        }

        @Test
        void two_desks_about_one_order_do_not_take_each_others_answers() {
            bothAsk();
            assertThat(commands).hasSize(2);

            answers("do charge", new Charged("o1", "p7"));
            wrapped.drain();
            assertThat(completed).containsOnlyKeys("t1");
            assertThat(wrappings).isEmpty();

            publish(platform.events()
                    .of(new CardRefused("o1"))
                    .keyed("o1")
                    .withMetadata(Metadata.causedBy(commands.get(1))));
            wrapped.drain();
            assertThat(completed.get("t1")).contains("shop.Charged.v1");
            assertThat(wrappings).containsExactly("w1");
        }

        @Test
        void a_command_carries_its_address() {
            ask("do charge", "t1", "");

            assertThat(commands.get(0).metadata().replyTo())
                    .contains("fulfilment/o1/1/" + commands.get(0).id().id());
        }

        @Test
        void one_that_names_the_command_as_its_causation_answers_it_too() {
            ask("do charge", "t1", "");

            publish(platform.events()
                    .of(new Charged("o1", "p7"))
                    .keyed("o1")
                    .withMetadata(Metadata.empty()
                            .withCorrelation("o1")
                            .withCausation(commands.get(0).id().id())));

            assertThat(completed).containsOnlyKeys("t1");
        }

        @Test
        void one_that_answers_nothing_changes_nothing() {
            ask("do charge", "t1", "");

            happens(new Charged("o1", "p7"));

            assertThat(completed).isEmpty();
        }
    }

    @Test
    void a_call_that_was_given_up_and_comes_late_is_not_noted_and_sends_nothing() {
        ask("do charge", "t2", "");
        ask("undo charge", "t3", "");
        commands.clear();

        ask("do charge", "t1", "");
        answers("undo charge", new Refunded("o1"));

        assertThat(sent()).isEmpty();
        assertThat(completed).containsOnlyKeys("t3");
    }

    @Nested
    class When_the_instance_is_called_off {
        @Test
        void the_open_question_is_answered_with_it() {
            ask("do charge", "t1", "");
            happens(new Cancelled("o1"));

            assertThat(completed.get("t1")).isEqualTo("{\"reply\":\"shop.Cancelled.v1\",\"data\":" + KEPT + "}");
        }

        @Test
        void the_next_step_is_not_asked_for_if_no_question_was_open() {
            ask("do reserve", "t1", "");
            answers("do reserve", new Reserved("o1"));
            happens(new Cancelled("o1"));
            commands.clear();

            ask("do charge", "t2", "");

            assertThat(completed.get("t2")).contains("shop.Cancelled.v1");
            assertThat(commands).isEmpty();
        }

        @Test
        void before_the_start_the_first_step_is_not_asked_for() {
            happens(new Cancelled("o1"));
            ask("do reserve", "t1", "");

            assertThat(completed.get("t1")).contains("shop.Cancelled.v1");
            assertThat(commands).isEmpty();
        }

        @Test
        void a_step_that_cannot_be_undone_goes_on_once_it_was_asked_for() {
            ask("do ship", "t1", "");
            happens(new Cancelled("o1"));

            assertThat(completed).isEmpty();
        }

        @Test
        void what_is_being_undone_goes_on() {
            ask("do charge", "t1", "");
            happens(new Cancelled("o1"));
            ask("undo charge", "t2", "called off by Cancelled");

            assertThat(completed).containsOnlyKeys("t1");
            assertThat(sent()).containsExactly(new Charge("o1"), new Refund("o1", "none"));
        }
    }

    @Test
    void a_request_of_another_process_is_refused() {
        assertThatThrownBy(() -> desk.ask(
                        "{\"process\":\"other\"}".getBytes(StandardCharsets.UTF_8), platform.in(Duration.ofSeconds(1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("This endpoint serves process fulfilment; the request is for 'other'");
    }

    @Test
    void a_question_that_the_process_does_not_have_is_refused() {
        assertThatThrownBy(() -> ask("do dance", "", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no command 'do dance'");
    }

    @Test
    void its_name_and_that_of_its_collection_have_no_other_owner() {
        assertThatThrownBy(() -> platform.saga(Shop.steps().build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "The name 'fulfilment' is taken by a process on an engine, so a saga cannot have it.");
        assertThatThrownBy(() -> platform.replica("engine-fulfilment", Placed.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("so a replica cannot have it");
    }
}

package io.triskel.saga;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.DerivedId;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventKind;
import io.triskel.event.Metadata;
import io.triskel.event.Metadata.ExtensionValue;
import io.triskel.event.StreamId;
import io.triskel.saga.Progress.Action;
import io.triskel.saga.Progress.Undo;
import io.triskel.saga.Renewal.Charge;
import io.triskel.saga.Renewal.Charged;
import io.triskel.saga.Renewal.Declined;
import io.triskel.saga.Renewal.Due;
import io.triskel.saga.Renewal.Extended;
import io.triskel.saga.Renewal.Refund;
import io.triskel.saga.Renewal.Refunded;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Which events count for a saga of steps: facts, answers to its own questions, and what it declares. */
class AddressedRepliesTest {
    private final Renewal renewal = new Renewal();

    private static Metadata to(ReplyAddress address) {
        return Metadata.empty()
                .withCorrelation("s1")
                .withExtension(Metadata.REPLY_TO, ExtensionValue.of(address.text()));
    }

    private static Metadata to(String saga, String instance, int round, String effect) {
        SagaRef ref = new SagaRef(saga, instance);
        return to(ReplyAddress.of(ref, round, InstanceUpdate.commandId(ref, effect, round)));
    }

    private Action charge() {
        return renewal.progress().step("charge").action();
    }

    private static Optional<String> instanceOf(Saga<?> saga, Object data, Metadata metadata) {
        return saga.correlate(
                Envelope.of(new EventId("/test", "1"), Renewal.types().requireTypeOf(data.getClass()), data)
                        .withMetadata(metadata));
    }

    @Nested
    class A_reply_with_an_address {
        @Test
        void counts_where_it_was_asked_for() throws Exception {
            renewal.due("January").tell(new Charged("s1"), to("renewal", "s1", 1, "do charge 0"));

            assertThat(charge()).isEqualTo(Action.DONE);
        }

        @Test
        void finds_its_instance_by_it_whatever_else_it_says() {
            Metadata metadata = to("renewal", "s1", 1, "do charge 0").withCorrelation("somebody");

            assertThat(instanceOf(Renewal.steps().build(), new Charged("s2"), metadata))
                    .contains("s1");
        }

        @Test
        void of_another_saga_is_not_wanted_even_if_events_of_its_type_need_not_be_asked_for() throws Exception {
            Metadata others = to("other", "s1", 1, "do charge 0");
            Steps<Renewal.Kept> declaring = Renewal.steps()
                    .identifiedBy(Charged.class, Charged::subscription)
                    .identifiedByCorrelation(Declined.class);

            assertThat(instanceOf(Renewal.steps().build(), new Charged("s1"), others))
                    .isEmpty();
            assertThat(instanceOf(declaring.build(), new Charged("s1"), others)).isEmpty();
            assertThat(instanceOf(declaring.build(), new Declined("s1"), others))
                    .isEmpty();
        }

        @Test
        void of_another_instance_goes_to_that_one() throws Exception {
            renewal.due("January").tell(new Charged("s1"), to("renewal", "s2", 1, "do charge 0"));

            assertThat(charge()).isEqualTo(Action.PENDING);
        }

        @Test
        void of_a_command_that_was_never_sent_settles_nothing() throws Exception {
            renewal.due("January")
                    .tell(new Charged("s1"), to("renewal", "s1", 1, "do charge 1"))
                    .tell(new Charged("s1"), to("renewal", "s1", 2, "do charge 0"))
                    .tell(new Charged("s1"), to("renewal", "s1", 1, "do extend 0"))
                    .tell(new Charged("s1"), to("renewal", "s1", 1, "undo charge 0"));

            assertThat(charge()).isEqualTo(Action.PENDING);
        }

        @Test
        void of_an_action_does_not_settle_its_undoing() throws Exception {
            renewal.due("January");
            renewal.later(Duration.ofMinutes(1)).tell(new Refunded("s1"), to("renewal", "s1", 1, "do charge 0"));
            assertThat(renewal.progress().step("charge").undo()).isEqualTo(Undo.PENDING);

            renewal.answer(Refund.class, new Refunded("s1"));
            assertThat(renewal.progress().step("charge").undo()).isEqualTo(Undo.DONE);
        }

        @Test
        void that_is_a_start_all_the_same_starts() throws Exception {
            renewal.tell(new Due("s1", "January"), to("other", "s9", 4, "do something 0"));

            assertThat(renewal.sent()).containsExactly(new Charge("s1", "January"));
        }
    }

    @Nested
    class A_reply_that_comes_before_its_question {
        /** A saga's store was restored, and the bus delivers replies of several streams again in any order. */
        @Test
        void counts_when_it_comes_again() throws Exception {
            Envelope<?> early = Envelope.of(
                            new EventId("/billing", "extended"),
                            Renewal.types().requireTypeOf(Extended.class),
                            new Extended("s1"))
                    .withPattern(new EventKind.Sourced(new StreamId("term-s1"), 1))
                    .withMetadata(to("renewal", "s1", 1, "do extend 0"));
            renewal.due("January");
            renewal.runner.handle(early, renewal.soon());
            renewal.tell(new Charged("s1"), to("renewal", "s1", 1, "do charge 0"));
            assertThat(renewal.progress().step("extend").action()).isEqualTo(Action.PENDING);

            renewal.runner.handle(early, renewal.soon());

            assertThat(renewal.progress().step("extend").action()).isEqualTo(Action.DONE);
        }
    }

    @Nested
    class A_reply_without_an_address {
        @Test
        void counts_if_its_causation_is_a_command_of_the_instance() throws Exception {
            renewal.due("January");
            String command = renewal.last(Charge.class).id().id();

            renewal.tell(
                    new Charged("s1"), Metadata.empty().withCorrelation("s1").withCausation(command));

            assertThat(charge()).isEqualTo(Action.DONE);
        }

        @Test
        void counts_in_the_round_of_that_command() throws Exception {
            String january = renewal.lapsed("January").id().id();
            renewal.due("February");

            renewal.tell(
                    new Charged("s1"), Metadata.empty().withCorrelation("s1").withCausation(january));

            assertThat(charge()).isEqualTo(Action.PENDING);
            assertThat(renewal.last(Refund.class).data()).isEqualTo(new Refund("s1", "January"));
        }

        @Test
        void settles_nothing_if_its_causation_is_something_else() throws Exception {
            renewal.due("January")
                    .tell(
                            new Charged("s1"),
                            Metadata.empty()
                                    .withCorrelation("s1")
                                    .withCausation(DerivedId.of("other", "s1", "effect", "do charge 0", "")));

            assertThat(charge()).isEqualTo(Action.PENDING);
        }

        @Test
        void is_not_wanted_if_it_answers_nothing() {
            assertThat(instanceOf(
                            Renewal.steps().build(),
                            new Charged("s1"),
                            Metadata.empty().withCorrelation("s1")))
                    .isEmpty();
        }

        @Test
        void is_as_one_without_if_the_attribute_is_somebody_elses() throws Exception {
            renewal.due("January");
            String command = renewal.last(Charge.class).id().id();

            renewal.tell(
                    new Charged("s1"),
                    Metadata.empty()
                            .withCorrelation("s1")
                            .withCausation(command)
                            .withExtension(Metadata.REPLY_TO, ExtensionValue.of("queue:payments")));

            assertThat(charge()).isEqualTo(Action.DONE);
        }
    }

    @Nested
    class An_event_that_nobody_asked_for {
        @Test
        void counts_if_the_saga_declares_how_it_is_identified() throws Exception {
            Renewal declaring = new Renewal(Renewal.steps().identifiedBy(Charged.class, Charged::subscription));

            declaring.due("January").tell(new Charged("s1"), Metadata.empty());

            assertThat(declaring.progress().step("charge").action()).isEqualTo(Action.DONE);
        }

        @Test
        void counts_if_the_saga_declares_that_its_correlation_identifies_it() throws Exception {
            Renewal declaring = new Renewal(Renewal.steps().identifiedByCorrelation(Charged.class));

            declaring.due("January").tell(new Charged("s1"), Metadata.empty().withCorrelation("s1"));

            assertThat(declaring.progress().step("charge").action()).isEqualTo(Action.DONE);
        }

        /** Accounts extends what payment has charged, without waiting for the saga: so its event hands on payment's address. */
        @Test
        void counts_although_it_carries_the_address_of_a_command_that_it_does_not_answer() throws Exception {
            Renewal declaring = new Renewal(Renewal.steps().identifiedBy(Extended.class, Extended::subscription));
            declaring.due("January").answer(Charge.class, new Charged("s1"));

            declaring.tell(new Extended("s1"), Metadata.causedBy(declaring.last(Charge.class)));

            assertThat(declaring.status()).isEqualTo(new SagaStatus.Ended(Steps.COMPLETED));
        }

        @Test
        void counts_in_no_other_round_than_the_one_it_names() throws Exception {
            Renewal declaring = new Renewal(Renewal.steps().identifiedBy(Extended.class, Extended::subscription));
            declaring.due("January").answer(Charge.class, new Charged("s1"));
            Envelope<?> january = declaring.last(Charge.class);
            declaring.tell(new Extended("s1"), Metadata.empty());
            declaring.due("February").answer(Charge.class, new Charged("s1"));

            declaring.tell(new Extended("s1"), Metadata.causedBy(january));

            assertThat(declaring.progress().step("extend").action()).isEqualTo(Action.PENDING);
        }
    }

    @Nested
    class A_saga_written_by_hand {
        private final World world = new World();

        @Test
        void has_the_address_on_its_commands_too_and_is_told_which_one_an_event_answers() throws Exception {
            world.tell("1", "a", "effect x");
            Envelope<?> command = world.bus.accepted.get(0);
            Envelope<?> reply = Script.told("2", "a").withMetadata(Metadata.causedBy(command));

            ReplyAddress asked = world.script.asked(reply).orElseThrow();

            assertThat(asked)
                    .isEqualTo(new ReplyAddress("script", "a", 1, command.id().id()));
            assertThat(asked.isOf("effect of x")).isTrue();
            assertThat(asked.isOf("effect of y")).isFalse();
        }

        @Test
        void is_told_that_an_answer_to_another_one_is_none_of_its_own() {
            assertThat(world.script.asked(Script.told("2", "a").withMetadata(to("renewal", "s1", 1, "do charge 0"))))
                    .isEmpty();
        }
    }
}

package io.triskel.testkit.saga;

import static io.triskel.testkit.saga.Shop.ORDER;
import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.consume.NotYetException;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.Metadata;
import io.triskel.event.OrderingKey;
import io.triskel.memory.InMemorySagaStore;
import io.triskel.publish.EventPublisher;
import io.triskel.publish.PublishReport;
import io.triskel.publish.PublishReport.Entry;
import io.triskel.saga.Progress;
import io.triskel.saga.Progress.Action;
import io.triskel.saga.Progress.Undo;
import io.triskel.saga.SagaRunner;
import io.triskel.saga.SagaStatus;
import io.triskel.saga.Steps;
import io.triskel.testkit.ManualClock;
import io.triskel.testkit.saga.Shop.CardRefused;
import io.triskel.testkit.saga.Shop.Charge;
import io.triskel.testkit.saga.Shop.Charged;
import io.triskel.testkit.saga.Shop.Fulfilment;
import io.triskel.testkit.saga.Shop.NotShippable;
import io.triskel.testkit.saga.Shop.OrderPlaced;
import io.triskel.testkit.saga.Shop.Refund;
import io.triskel.testkit.saga.Shop.RefundImpossible;
import io.triskel.testkit.saga.Shop.Refunded;
import io.triskel.testkit.saga.Shop.Reserve;
import io.triskel.testkit.saga.Shop.Reserved;
import io.triskel.testkit.saga.Shop.Ship;
import io.triskel.testkit.saga.Shop.Shipped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A command that is asked again after a definite answer has a new id; what still answers the old one settles nothing. */
class RepliesOfEarlierRoundsTest {
    private final ManualClock clock = ManualClock.atNewYear();
    private final List<Envelope<?>> sent = new ArrayList<>();
    private final SagaRunner<Progress<Fulfilment>> runner = SagaRunner.of(
                    Shop.fulfilment(), new InMemorySagaStore(), Simulation.CODEC, new Recorder())
            .clock(clock)
            .build();
    private int messages;

    private final class Recorder implements EventPublisher {
        @Override
        public CompletionStage<PublishReport> publish(List<? extends Envelope<?>> events, Deadline deadline) {
            events.forEach(event -> sent.add(Simulation.CODEC.decode(Simulation.CODEC.encode(event))));
            return CompletableFuture.completedFuture(new PublishReport(events.stream()
                    .<Entry>map(event -> new Entry.Accepted(event, "1"))
                    .toList()));
        }

        @Override
        public void resume(OrderingKey key) {}

        @Override
        public EventPublisher withOwnWithholding() {
            return this;
        }
    }

    private void tell(Object data, Metadata metadata) throws NotYetException {
        EventType type = EventType.of("shop." + data.getClass().getSimpleName(), 1);
        Envelope<?> event =
                Envelope.of(new EventId("/test", "m" + ++messages), type, data).withMetadata(metadata);
        runner.handle(event, Deadline.in(Duration.ofSeconds(10), clock));
    }

    private void answer(Envelope<?> command, Object reply) throws NotYetException {
        tell(reply, Metadata.causedBy(command));
    }

    /** The last command of this type that was sent. */
    private Envelope<?> last(Class<?> type) {
        return sent.stream()
                .filter(command -> type.isInstance(command.data()))
                .reduce((before, after) -> after)
                .orElseThrow();
    }

    private void timeOut(Duration after) {
        clock.advance(after);
        runner.fireDue(clock.instant(), 10);
        runner.sendPending(10, Deadline.in(Duration.ofSeconds(10), clock));
    }

    private void resume() {
        runner.resume(ORDER);
        runner.sendPending(10, Deadline.in(Duration.ofSeconds(10), clock));
    }

    private SagaStatus status() {
        return runner.find(ORDER).orElseThrow().status();
    }

    private Progress<Fulfilment> progress() {
        return runner.state(ORDER).orElseThrow();
    }

    private void reserved() throws NotYetException {
        tell(new OrderPlaced(ORDER), Metadata.empty().withCorrelation(ORDER));
        answer(last(Reserve.class), new Reserved(ORDER));
    }

    private void charged() throws NotYetException {
        reserved();
        answer(last(Charge.class), new Charged(ORDER, "p1"));
    }

    @Nested
    class When_an_action_turned_out_to_be_done_after_it_was_undone {
        /** Payment knew of nothing to refund, and charged afterwards; it is asked a second time to refund. */
        private Envelope<?> firstRefund() throws NotYetException {
            reserved();
            timeOut(Duration.ofMinutes(2));
            Envelope<?> first = last(Refund.class);
            answer(first, new Refunded(ORDER));
            answer(last(Charge.class), new Charged(ORDER, "p1"));
            assertThat(last(Refund.class).id()).isNotEqualTo(first.id());
            return first;
        }

        @Test
        void a_second_answer_to_the_first_undoing_does_not_settle_the_second() throws NotYetException {
            Envelope<?> first = firstRefund();

            answer(first, new Refunded(ORDER));

            assertThat(progress().undo("charge")).isEqualTo(Undo.PENDING);
        }

        @Test
        void the_saga_hears_that_the_second_undoing_failed() throws NotYetException {
            Envelope<?> first = firstRefund();
            answer(first, new Refunded(ORDER));

            answer(last(Refund.class), new RefundImpossible(ORDER));

            assertThat(status()).isInstanceOf(SagaStatus.Stuck.class);
        }

        @Test
        void the_answer_to_the_second_undoing_settles_it() throws NotYetException {
            Envelope<?> first = firstRefund();
            answer(first, new Refunded(ORDER));

            answer(last(Refund.class), new Refunded(ORDER));

            assertThat(progress().undo("charge")).isEqualTo(Undo.DONE);
        }

        @Test
        void an_answer_that_does_not_say_which_command_it_answers_settles_nothing() throws NotYetException {
            firstRefund();

            tell(new Refunded(ORDER), Metadata.empty().withCorrelation(ORDER));

            assertThat(progress().undo("charge")).isEqualTo(Undo.PENDING);
        }
    }

    @Nested
    class When_an_undoing_is_asked_for_again_by_an_operator {
        private Envelope<?> refusedRefund() throws NotYetException {
            charged();
            answer(last(Ship.class), new NotShippable(ORDER));
            Envelope<?> first = last(Refund.class);
            answer(first, new RefundImpossible(ORDER));
            resume();
            assertThat(progress().undo("charge")).isEqualTo(Undo.PENDING);
            return first;
        }

        @Test
        void a_repeated_refusal_of_the_first_asking_does_not_stick_it_again() throws NotYetException {
            Envelope<?> first = refusedRefund();

            answer(first, new RefundImpossible(ORDER));

            assertThat(progress().undo("charge")).isEqualTo(Undo.PENDING);
            assertThat(status()).isInstanceOf(SagaStatus.Running.class);
        }

        @Test
        void a_refusal_of_the_second_asking_sticks_it_again() throws NotYetException {
            refusedRefund();

            answer(last(Refund.class), new RefundImpossible(ORDER));

            assertThat(status()).isInstanceOf(SagaStatus.Stuck.class);
        }

        @Test
        void a_late_refusal_of_the_action_still_says_that_there_is_nothing_to_undo() throws NotYetException {
            reserved();
            timeOut(Duration.ofMinutes(2));
            answer(last(Refund.class), new RefundImpossible(ORDER));
            resume();

            answer(last(Charge.class), new CardRefused(ORDER));

            assertThat(progress().action("charge")).isEqualTo(Action.FAILED);
            assertThat(progress().undo("charge")).isEqualTo(Undo.DONE);
        }
    }

    @Nested
    class When_an_action_is_asked_for_again_by_an_operator {
        private final SagaRunner<Progress<Fulfilment>> pointOfNoReturn = SagaRunner.of(
                        Steps.named("fulfilment", Fulfilment.class)
                                .startedBy(
                                        OrderPlaced.class,
                                        OrderPlaced::order,
                                        placed -> new Fulfilment(placed.order(), "none"))
                                .step("charge")
                                .command("payment", f -> new Charge(f.order()))
                                .done(Charged.class)
                                .step("ship")
                                .command("shipping", f -> new Ship(f.order()))
                                .done(Shipped.class)
                                .failed(NotShippable.class)
                                .build(),
                        new InMemorySagaStore(),
                        Simulation.CODEC,
                        new Recorder())
                .clock(clock)
                .build();

        private void tellIt(Object data, Metadata metadata) throws NotYetException {
            EventType type = EventType.of("shop." + data.getClass().getSimpleName(), 1);
            pointOfNoReturn.handle(
                    Envelope.of(new EventId("/test", "m" + ++messages), type, data)
                            .withMetadata(metadata),
                    Deadline.in(Duration.ofSeconds(10), clock));
        }

        private Envelope<?> refusedShipping() throws NotYetException {
            tellIt(new OrderPlaced(ORDER), Metadata.empty().withCorrelation(ORDER));
            tellIt(new Charged(ORDER, "p1"), Metadata.causedBy(last(Charge.class)));
            Envelope<?> first = last(Ship.class);
            tellIt(new NotShippable(ORDER), Metadata.causedBy(first));
            pointOfNoReturn.resume(ORDER);
            pointOfNoReturn.sendPending(10, Deadline.in(Duration.ofSeconds(10), clock));
            assertThat(last(Ship.class).id()).isNotEqualTo(first.id());
            return first;
        }

        @Test
        void a_repeated_refusal_of_the_first_asking_does_not_stick_it_again() throws NotYetException {
            Envelope<?> first = refusedShipping();

            tellIt(new NotShippable(ORDER), Metadata.causedBy(first));

            assertThat(pointOfNoReturn.find(ORDER).orElseThrow().status()).isInstanceOf(SagaStatus.Running.class);
        }

        @Test
        void that_the_first_asking_was_followed_after_all_still_counts() throws NotYetException {
            Envelope<?> first = refusedShipping();

            tellIt(new Shipped(ORDER), Metadata.causedBy(first));

            assertThat(pointOfNoReturn.find(ORDER).orElseThrow().status())
                    .isEqualTo(new SagaStatus.Ended(Steps.COMPLETED));
        }
    }
}

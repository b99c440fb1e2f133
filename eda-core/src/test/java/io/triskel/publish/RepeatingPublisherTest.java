package io.triskel.publish;

import static io.triskel.publish.Publishing.event;
import static io.triskel.publish.Publishing.outcomes;
import static io.triskel.publish.Publishing.unkeyed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventKind;
import io.triskel.event.OrderingKey;
import io.triskel.event.PortException;
import io.triskel.publish.Publishing.Noted;
import io.triskel.publish.RepeatingPublisher.Waiter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class RepeatingPublisherTest {
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private final AtomicReference<Instant> now = new AtomicReference<>(Publishing.CLOCK.instant());
    private final ScriptedBus bus = new ScriptedBus(Publishing.ROOMY);
    private final Pauses pauses = new Pauses();
    private final RepeatingPublisher publisher = over(bus, now::get);

    /** Waits by moving the clock, and lets a test do something meanwhile. */
    private final class Pauses implements Waiter {
        private final List<Duration> all = new ArrayList<>();
        private Runnable meanwhile = () -> {};
        private boolean clockStands;

        @Override
        public void await(Future<?> woken, Duration most) throws InterruptedException {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            all.add(most);
            if (!clockStands) {
                now.set(now.get().plus(most));
            }
            Runnable once = meanwhile;
            meanwhile = () -> {};
            once.run();
        }
    }

    @AfterEach
    void is_not_interrupted() {
        Thread.interrupted();
    }

    private RepeatingPublisher over(EventBus to, InstantSource clock) {
        return RepeatingPublisher.of(
                OrderedPublisher.builder(to, Publishing.CODEC)
                        .clock(clock)
                        .alarms(Publishing.NEVER)
                        .build(),
                clock,
                pauses);
    }

    private Deadline soon() {
        return Deadline.in(TEN_SECONDS, now::get);
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // only copied
    private void publish(Envelope<Noted>... events) {
        publisher.publish(List.of(events), soon());
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // only copied
    private PublishFailedException failing(Envelope<Noted>... events) {
        return catchThrowableOfType(PublishFailedException.class, () -> publish(events));
    }

    private static Envelope<Noted> state(String id) {
        return event("a", id).withPattern(new EventKind.StateTransfer("a", Long.parseLong(id), false));
    }

    @Nested
    class What_the_bus_refuses_for_a_cause_that_may_pass {
        @Test
        void is_published_again_with_its_successors_in_order_and_other_keys_go_on() {
            bus.refuses("a1", RejectionCause.THROTTLED, 2);

            publish(event("a", "a1"), event("b", "b1"), event("a", "a2"));

            assertThat(bus.accepted()).containsExactly("b1", "a1", "a2");
            assertThat(bus.asked()).containsExactly("a1", "a2", "b1", "a1", "a2", "a1", "a2");
        }

        @Test
        void is_published_again_whichever_event_of_the_key_it_is() {
            bus.refuses("a2", RejectionCause.TRANSIENT, 1);
            bus.refuses("a3", RejectionCause.UNKNOWN, 1);

            publish(event("a", "a1"), event("a", "a2"), event("a", "a3"));

            assertThat(bus.accepted()).containsExactly("a1", "a2", "a3");
        }

        @Test
        void is_published_again_without_a_key_too() {
            bus.refuses("1", RejectionCause.THROTTLED, 3);

            publish(unkeyed("1"), unkeyed("2"));

            assertThat(bus.accepted()).containsExactly("2", "1");
        }

        @Test
        void is_published_again_after_growing_pauses_that_are_spread_and_never_longer_than_a_second_and_a_half() {
            bus.refuses("a1", RejectionCause.THROTTLED, 8);

            publish(event("a", "a1"));

            assertThat(pauses.all).hasSize(8);
            for (int i = 0; i < 8; i++) {
                long least = Math.min(25L << i, 1000);
                assertThat(pauses.all.get(i).toMillis()).isBetween(least, least + least / 2);
            }
        }

        @Test
        void is_given_up_at_the_deadline_with_the_bus_s_last_word() {
            bus.refuses("a1", RejectionCause.THROTTLED, Integer.MAX_VALUE);
            Instant start = now.get();

            PublishFailedException failed = failing(event("a", "a1"), event("a", "a2"), event("b", "b1"));

            assertThat(outcomes(failed.report()))
                    .containsExactly("a1 rejected-throttled", "a2 rejected-transient", "b1 accepted");
            assertThat(failed)
                    .hasMessage("2 of 3 events are not on the bus. The first is /test#a1, rejected as THROTTLED: no."
                            + " Publish what report() does not call accepted again, in its order.");
            assertThat(Duration.between(start, now.get())).isBetween(TEN_SECONDS.minusMillis(10), TEN_SECONDS);
        }

        @Test
        void is_given_up_by_a_clock_that_stands_still_once_the_time_was_waited() {
            pauses.clockStands = true;
            bus.refuses("a1", RejectionCause.THROTTLED, Integer.MAX_VALUE);

            assertThat(failing(event("a", "a1"))).isNotNull();

            Duration waited = pauses.all.stream().reduce(Duration.ZERO, Duration::plus);
            assertThat(waited).isBetween(TEN_SECONDS.minusMillis(10), TEN_SECONDS);
        }

        @Test
        void keeps_no_key_withheld_after_the_exception() {
            bus.refuses("a1", RejectionCause.THROTTLED, Integer.MAX_VALUE);
            failing(event("a", "a1"));
            bus.recovers();

            publish(event("a", "a2"));

            assertThat(bus.accepted()).containsExactly("a2");
        }

        @Test
        void may_be_on_the_bus_if_the_bus_does_not_know_and_the_message_says_so() {
            bus.refuses("a1", RejectionCause.UNKNOWN, Integer.MAX_VALUE);

            assertThat(failing(event("a", "a1")))
                    .hasMessage("1 of 1 event is not on the bus. /test#a1 was rejected as UNKNOWN: no. Publish what"
                            + " report() does not call accepted again, in its order. UNKNOWN means that the event may be on"
                            + " the bus: publishing it again may make a duplicate.")
                    .hasCauseInstanceOf(PortException.class);
        }
    }

    @Nested
    class What_can_never_be_published {
        @Test
        void is_not_repeated_its_successors_are_withheld_and_the_rest_is_published() {
            bus.refuses("a1", RejectionCause.INVALID, Integer.MAX_VALUE);
            bus.refuses("b1", RejectionCause.THROTTLED, 1);

            PublishFailedException failed =
                    failing(event("a", "a1"), event("a", "a2"), event("b", "b1"), event("b", "b2"), unkeyed("1"));

            assertThat(outcomes(failed.report()))
                    .containsExactly("a1 rejected-invalid", "a2 withheld", "b1 accepted", "b2 accepted", "1 accepted");
            assertThat(bus.asked()).containsOnlyOnce("a1");
            assertThat(failed).hasMessageContaining("Correct the event").hasNoCause();
        }

        @Test
        void behind_one_that_may_pass_is_found_when_its_turn_comes() {
            bus.refuses("a1", RejectionCause.THROTTLED, 1);
            bus.refuses("a2", RejectionCause.TOO_LARGE, 9);

            PublishFailedException failed = failing(event("a", "a1"), event("a", "a2"), event("a", "a3"));

            assertThat(outcomes(failed.report()))
                    .containsExactly("a1 accepted", "a2 rejected-too-large", "a3 withheld");
            assertThat(failed).hasMessageContaining("Make the event smaller").hasNoCause();
        }

        @Test
        void is_the_port_s_failure_if_it_may_not_publish_or_the_destination_is_missing() {
            bus.refuses("a1", RejectionCause.DENIED, 1);
            bus.refuses("b1", RejectionCause.NOT_FOUND, 1);

            assertThat(failing(event("a", "a1"))).hasCauseInstanceOf(PortException.class);
            assertThat(failing(event("b", "b1"))).hasCauseInstanceOf(PortException.class);
            assertThat(pauses.all).isEmpty();
        }

        @Test
        void keeps_no_key_withheld_after_the_exception() {
            bus.refuses("a1", RejectionCause.INVALID, 1);
            failing(event("a", "a1"));

            publish(event("a", "a2"));

            assertThat(bus.accepted()).containsExactly("a2");
        }
    }

    @Nested
    class A_state {
        @Test
        void that_was_refused_may_come_after_its_next_version() {
            ScriptedBus single = new ScriptedBus(Publishing.limits(1, 1_000_000, 100_000, true, true));
            single.refuses("1", RejectionCause.THROTTLED, 1);

            over(single, now::get).publish(List.of(state("1"), state("2")), soon());

            assertThat(single.accepted()).containsExactly("2", "1");
        }
    }

    @Nested
    class A_call_while_another_one_publishes_the_same_key {
        @Test
        void does_not_slip_between_its_repetitions_and_ends_at_its_own_deadline() {
            bus.refuses("a1", RejectionCause.THROTTLED, 1);
            AtomicReference<PublishFailedException> second = new AtomicReference<>();
            pauses.meanwhile = () -> second.set(catchThrowableOfType(
                    PublishFailedException.class,
                    () -> publisher.publish(
                            List.of(event("a", "a2"), unkeyed("1"), event("b", "b1")),
                            Deadline.in(Duration.ofSeconds(1), now::get))));

            publish(event("a", "a1"));

            assertThat(bus.accepted()).containsExactly("1", "b1", "a1");
            assertThat(outcomes(second.get().report()))
                    .containsExactly("a2 rejected-transient", "1 accepted", "b1 accepted");
            assertThat(second.get())
                    .hasMessageContaining("Not sent: an earlier publication of key 'a' is still under way");
        }

        @Test
        void has_left_the_line_once_its_deadline_has_passed() {
            bus.refuses("a1", RejectionCause.THROTTLED, 1);
            pauses.meanwhile = () -> assertThat(catchThrowableOfType(
                            PublishFailedException.class,
                            () -> publisher.publish(
                                    List.of(event("a", "a2")), Deadline.in(Duration.ofSeconds(1), now::get))))
                    .isNotNull();
            publish(event("a", "a1"), event("b", "b1"));

            publish(event("a", "a3"));

            assertThat(bus.accepted()).containsExactly("b1", "a1", "a3");
        }

        @Test
        void that_is_made_by_an_observer_on_the_same_thread_ends_at_its_deadline() {
            AtomicReference<RepeatingPublisher> self = new AtomicReference<>();
            AtomicReference<PublishFailedException> inner = new AtomicReference<>();
            ScriptedBus calling = new ScriptedBus(Publishing.ROOMY);
            calling.whenAsked = () -> inner.set(catchThrowableOfType(
                    PublishFailedException.class, () -> self.get().publish(List.of(event("a", "inner")), soon())));
            self.set(over(calling, now::get));

            self.get()
                    .publish(
                            List.of(event("a", "outer")), new Deadline(now.get().plusSeconds(60)));

            assertThat(calling.accepted()).containsExactly("outer");
            assertThat(outcomes(inner.get().report())).containsExactly("inner rejected-transient");
        }

        @Test
        void is_sent_as_soon_as_that_one_is_done() throws Exception {
            HeldBus held = new HeldBus(Publishing.ROOMY);
            CountDownLatch inLine = new CountDownLatch(1);
            RepeatingPublisher shared =
                    RepeatingPublisher.of(Publishing.over(held), Publishing.CLOCK, (woken, most) -> {
                        inLine.countDown();
                        Waiter.blocking().await(woken, most);
                    });
            CompletableFuture<Void> first =
                    CompletableFuture.runAsync(() -> shared.publish(List.of(event("a", "a1")), Publishing.soon()));
            until(() -> held.requests().size() == 1);
            CompletableFuture<Void> second =
                    CompletableFuture.runAsync(() -> shared.publish(List.of(event("a", "a2")), Publishing.soon()));
            assertThat(inLine.await(4, TimeUnit.MINUTES)).isTrue();
            int requestsBefore = held.requests().size();

            held.request(0).accept();
            first.get(4, TimeUnit.MINUTES);
            until(() -> held.requests().size() == 2);
            held.request(1).accept();
            second.get(4, TimeUnit.MINUTES);

            assertThat(requestsBefore).isEqualTo(1);
            assertThat(held.sentIds()).containsExactly(List.of("a1"), List.of("a2"));
        }

        private void until(BooleanSupplier there) {
            while (!there.getAsBoolean()) {
                Thread.onSpinWait();
            }
        }
    }

    @Nested
    class An_interrupt {
        @Test
        void ends_the_call_with_the_report_so_far_and_stays() {
            bus.refuses("a1", RejectionCause.THROTTLED, Integer.MAX_VALUE);
            pauses.meanwhile = () -> Thread.currentThread().interrupt();

            PublishFailedException failed = failing(event("a", "a1"), event("b", "b1"));

            assertThat(Thread.interrupted()).isTrue();
            assertThat(outcomes(failed.report())).containsExactly("a1 rejected-throttled", "b1 accepted");
            assertThat(pauses.all).hasSize(1);
        }

        @Test
        void ends_the_wait_in_line_too() {
            bus.refuses("a1", RejectionCause.THROTTLED, 1);
            AtomicReference<PublishFailedException> second = new AtomicReference<>();
            pauses.meanwhile = () -> {
                Thread.currentThread().interrupt();
                second.set(failing(event("a", "a2")));
                Thread.interrupted();
            };

            publish(event("a", "a1"));

            assertThat(outcomes(second.get().report())).containsExactly("a2 rejected-transient");
            assertThat(bus.accepted()).containsExactly("a1");
        }
    }

    @Test
    void no_events_are_published_at_once() {
        publish();

        assertThat(bus.asked()).isEmpty();
    }

    @Test
    void what_has_no_time_left_is_not_on_the_bus() {
        PublishFailedException failed = catchThrowableOfType(
                PublishFailedException.class,
                () -> publisher.publish(List.of(event("a", "1")), new Deadline(Instant.EPOCH)));

        assertThat(outcomes(failed.report())).containsExactly("1 rejected-transient");
        assertThat(pauses.all).isEmpty();
    }

    @Test
    void a_key_that_nobody_publishes_is_not_remembered() {
        KeyLines lines = new KeyLines();
        KeyLines.Place first = lines.join(Set.of(new OrderingKey("a"), new OrderingKey("b")));
        KeyLines.Place second = lines.join(Set.of(new OrderingKey("a")));

        first.leaveAll();
        boolean turn = second.hasTurn(new OrderingKey("a"));
        second.leaveAll();

        assertThat(turn).isTrue();
        assertThat(lines.keys()).isZero();
    }
}

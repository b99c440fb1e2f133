package io.triskel.publish;

import static io.triskel.publish.Publishing.almostNow;
import static io.triskel.publish.Publishing.event;
import static io.triskel.publish.Publishing.id;
import static io.triskel.publish.Publishing.isOpen;
import static io.triskel.publish.Publishing.limits;
import static io.triskel.publish.Publishing.outcomes;
import static io.triskel.publish.Publishing.over;
import static io.triskel.publish.Publishing.soon;
import static io.triskel.publish.Publishing.unkeyed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventType;
import io.triskel.event.OrderingKey;
import io.triskel.event.PortException;
import io.triskel.observe.EventOutcome;
import io.triskel.observe.Observer;
import io.triskel.publish.EventBus.BusLimits;
import io.triskel.publish.EventBus.BusResult;
import io.triskel.publish.EventBus.Outgoing;
import io.triskel.publish.PublishReport.Entry;
import io.triskel.publish.Publishing.Noted;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OrderedPublisherTest {
    record Picky(String text) {
        @Override
        public String text() {
            throw new AssertionError("picky");
        }
    }

    private final HeldBus bus = new HeldBus(Publishing.ROOMY);
    private final OrderedPublisher publisher = over(bus);

    @Nested
    class When_events_are_published {
        @Test
        void the_report_has_one_entry_per_event_in_order() {
            var report =
                    publisher.publish(List.of(event("a", "1"), event("b", "2"), unkeyed("3"), event("a", "4")), soon());

            bus.request(0).accept();

            assertThat(report.toCompletableFuture().join().entries())
                    .containsExactly(
                            new Entry.Accepted(event("a", "1"), "at-1"),
                            new Entry.Accepted(event("b", "2"), "at-2"),
                            new Entry.Accepted(unkeyed("3"), "at-3"),
                            new Entry.Accepted(event("a", "4"), "at-4"));
        }

        @Test
        void an_empty_list_is_reported_at_once() {
            var report = publisher.publish(List.of(), soon());

            assertThat(outcomes(report)).isEmpty();
            assertThat(bus.requests()).isEmpty();
        }

        @Test
        void a_key_that_is_done_is_forgotten() {
            var report = publisher.publish(List.of(event("a", "1"), event("b", "2")), soon());
            int whileUnderWay = publisher.rememberedKeys();

            bus.request(0).accept();

            assertThat(outcomes(report)).hasSize(2);
            assertThat(whileUnderWay).isEqualTo(2);
            assertThat(publisher.rememberedKeys()).isZero();
        }

        @Test
        void a_bus_that_answers_at_once_may_do_so_for_any_number_of_requests() {
            EventBus immediate = new ImmediateBus(limits(1, 1_000_000, 100_000, true, true));
            List<Envelope<Noted>> many = IntStream.range(0, 20_000)
                    .mapToObj(i -> event("a", "n" + i))
                    .toList();

            PublishReport report = over(immediate).publishAndWait(many, soon());

            assertThat(report.complete()).isTrue();
        }
    }

    @Nested
    class When_events_exceed_one_request {
        @Test
        void requests_have_at_most_the_events_that_the_bus_takes() {
            HeldBus small = new HeldBus(limits(2, 1_000_000, 100_000, true, true));

            var report = over(small).publish(List.of(event("a", "1"), event("b", "2"), event("c", "3")), soon());

            assertThat(small.sentIds()).containsExactly(List.of("1", "2"), List.of("3"));
            small.requests().forEach(HeldBus.Sent::accept);
            assertThat(outcomes(report)).containsExactly("1 accepted", "2 accepted", "3 accepted");
        }

        @Test
        void requests_have_at_most_the_bytes_that_the_bus_takes() {
            int bytes = Publishing.CODEC.encode(event("a", "1")).length + 1;
            HeldBus exact = new HeldBus(limits(100, 2 * bytes, bytes, true, true));
            HeldBus oneLess = new HeldBus(limits(100, 2 * bytes - 1, bytes, true, true));
            var events = List.of(event("a", "1"), event("b", "2"));

            var first = over(exact).publish(events, soon());
            var second = over(oneLess).publish(events, soon());

            assertThat(exact.sentIds()).containsExactly(List.of("1", "2"));
            assertThat(oneLess.sentIds()).containsExactly(List.of("1"), List.of("2"));
            assertThat(isOpen(first) && isOpen(second)).isTrue();
        }

        @Test
        void an_event_over_the_limit_is_rejected_alone() {
            int bytes = Publishing.CODEC.encode(event("a", "1")).length + 1;
            HeldBus exact = new HeldBus(limits(100, 10 * bytes, bytes, true, true));

            var report = over(exact).publish(List.of(event("a", "1"), event("b", "22"), event("c", "3")), soon());

            assertThat(exact.sentIds()).containsExactly(List.of("1", "3"));
            exact.request(0).accept();
            assertThat(outcomes(report)).containsExactly("1 accepted", "22 rejected-too-large", "3 accepted");
        }

        @Test
        void one_request_has_one_key_if_the_bus_wants_it_so() {
            HeldBus perKey = new HeldBus(limits(100, 1_000_000, 100_000, false, true));

            var report = over(perKey)
                    .publish(
                            List.of(event("a", "1"), event("b", "2"), event("a", "3"), unkeyed("4"), unkeyed("5")),
                            soon());

            assertThat(perKey.sentIds()).containsExactly(List.of("1", "3"), List.of("2"), List.of("4", "5"));
            assertThat(isOpen(report)).isTrue();
        }

        @Test
        void one_request_has_one_event_of_a_key_if_the_bus_could_reorder_them() {
            HeldBus single = new HeldBus(limits(100, 1_000_000, 100_000, true, false));

            var report = over(single).publish(List.of(event("a", "1"), event("a", "2"), event("b", "3")), soon());

            assertThat(single.sentIds()).containsExactly(List.of("1", "3"));
            single.request(0).accept();
            assertThat(single.request(1).ids()).containsExactly("2");
            assertThat(isOpen(report)).isTrue();
        }

        @Test
        void the_first_are_sent_before_the_last_event_is_encoded() {
            HeldBus small = new HeldBus(limits(2, 1_000_000, 100_000, true, true));
            List<Integer> sentBefore = new ArrayList<>();

            var report = over(small)
                    .publish(
                            readOneByOne(
                                    List.of(event("a", "1"), event("b", "2"), event("c", "3"), event("d", "4")),
                                    index -> sentBefore.add(small.requests().size())),
                            soon());

            assertThat(sentBefore).containsExactly(0, 0, 0, 1);
            assertThat(small.sentIds()).containsExactly(List.of("1", "2"), List.of("3", "4"));
            assertThat(isOpen(report)).isTrue();
        }

        @Test
        void none_is_sent_half_full_while_more_events_are_encoded() {
            HeldBus single = new HeldBus(limits(2, 1_000_000, 100_000, true, false));

            var report = over(single)
                    .publish(List.of(event("a", "1"), event("a", "2"), event("b", "3"), event("c", "4")), soon());

            assertThat(single.sentIds()).containsExactly(List.of("1", "3"), List.of("4"));
            assertThat(isOpen(report)).isTrue();
        }

        @Test
        void an_event_that_fails_an_assertion_when_it_is_encoded_is_rejected_as_invalid() {
            Envelope<Picky> picky = Envelope.of(id("1"), EventType.of("test.picky", 1), new Picky("text"));

            var report = publisher.publish(List.of(picky, event("b", "2")), soon());
            bus.request(0).accept();

            assertThat(bus.sentIds()).containsExactly(List.of("2"));
            assertThat(report.toCompletableFuture().join().entries().get(0))
                    .isInstanceOfSatisfying(
                            Entry.Rejected.class,
                            entry -> assertThat(entry.cause()).isEqualTo(RejectionCause.INVALID));
        }

        @Test
        void a_bus_that_overflows_the_stack_leaves_its_events_unknown_and_throws_nothing() {
            EventBus recursing = new EventBus() {
                @Override
                public BusLimits limits() {
                    return bus.limits();
                }

                @Override
                public CompletionStage<List<BusResult>> send(List<Outgoing> events, Deadline deadline) {
                    throw new StackOverflowError("deep");
                }
            };

            var report = over(recursing).publish(List.of(event("a", "1")), soon());

            assertThat(report.toCompletableFuture().join().entries())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Entry.Rejected.class,
                            entry -> assertThat(entry.cause()).isEqualTo(RejectionCause.UNKNOWN));
        }

        @Test
        void an_event_that_no_encoder_survives_keeps_none_before_it_from_being_sent() {
            HeldBus small = new HeldBus(limits(2, 1_000_000, 100_000, true, true));
            OrderedPublisher survivor = over(small);

            assertThatThrownBy(() -> survivor.publish(
                            readOneByOne(
                                    List.of(event("a", "1"), event("b", "2"), event("c", "3"), event("d", "4")),
                                    index -> {
                                        if (index == 3) {
                                            throw new OutOfMemoryError("none left");
                                        }
                                    }),
                            soon()))
                    .isInstanceOf(OutOfMemoryError.class);

            assertThat(small.sentIds()).containsExactly(List.of("1", "2"), List.of("3"));
            small.requests().forEach(HeldBus.Sent::accept);
            assertThat(survivor.rememberedKeys()).isZero();
        }

        @Test
        void no_more_requests_are_in_flight_than_allowed() {
            HeldBus small = new HeldBus(limits(1, 1_000_000, 100_000, true, true));
            OrderedPublisher two = over(small, 2);

            var report = two.publish(List.of(event("a", "1"), event("b", "2"), event("c", "3")), soon());

            assertThat(small.sentIds()).containsExactly(List.of("1"), List.of("2"));
            small.request(0).accept();
            assertThat(small.sentIds()).hasSize(3);
            assertThat(isOpen(report)).isTrue();
        }
    }

    @Nested
    class When_calls_overlap {
        @Test
        void a_key_has_one_request_in_flight() {
            var first = publisher.publish(List.of(event("a", "1")), soon());
            var second = publisher.publish(List.of(event("a", "2"), event("b", "3")), soon());

            assertThat(bus.sentIds()).containsExactly(List.of("1"), List.of("3"));
            assertThat(bus.noKeyTwiceInFlight()).isTrue();
            bus.request(0).accept();
            assertThat(bus.request(2).ids()).containsExactly("2");
            assertThat(outcomes(first)).containsExactly("1 accepted");
            assertThat(isOpen(second)).isTrue();
        }

        @Test
        void a_rejection_withholds_what_the_other_call_has_of_the_key() {
            var first = publisher.publish(List.of(event("a", "1")), soon());
            var second = publisher.publish(List.of(event("a", "2"), event("b", "3")), soon());

            bus.request(0).reject(RejectionCause.THROTTLED);
            bus.request(1).accept();

            assertThat(outcomes(first)).containsExactly("1 rejected-throttled");
            assertThat(second.toCompletableFuture().join().entries())
                    .containsExactly(
                            new Entry.Withheld(event("a", "2"), id("1")), new Entry.Accepted(event("b", "3"), "at-3"));
        }

        @Test
        void a_large_call_does_not_starve_a_small_one() {
            HeldBus small = new HeldBus(limits(1, 1_000_000, 100_000, true, true));
            OrderedPublisher one = over(small, 1);
            var large = one.publish(List.of(event("a", "1"), event("b", "2"), event("c", "3")), soon());
            var little = one.publish(List.of(event("x", "4")), soon());

            small.request(0).accept();
            small.request(1).accept();
            small.request(2).accept();

            assertThat(outcomes(little)).containsExactly("4 accepted");
            assertThat(isOpen(large)).isTrue();
        }
    }

    @Nested
    class When_an_event_is_rejected {
        @Test
        void later_ones_of_its_key_are_withheld_and_other_keys_go_on() {
            HeldBus single = new HeldBus(limits(100, 1_000_000, 100_000, true, false));
            var report = over(single)
                    .publish(List.of(event("a", "1"), event("a", "2"), event("b", "3"), event("b", "4")), soon());

            single.request(0)
                    .answer(event ->
                            event.id().equals("1") ? BusResult.failed(RejectionCause.DENIED, "no") : BusResult.ok("p"));
            single.request(1).accept();

            assertThat(outcomes(report)).containsExactly("1 rejected-denied", "2 withheld", "3 accepted", "4 accepted");
        }

        @Test
        void later_calls_are_withheld_until_the_key_is_resumed() {
            var rejected = publisher.publish(List.of(event("a", "1")), soon());
            bus.request(0).reject(RejectionCause.TRANSIENT);

            var before = publisher.publish(List.of(event("a", "2")), soon());
            publisher.resume(new OrderingKey("a"));
            var after = publisher.publish(List.of(event("a", "3")), soon());
            bus.request(1).accept();

            assertThat(outcomes(rejected)).containsExactly("1 rejected-transient");
            assertThat(outcomes(before)).containsExactly("2 withheld");
            assertThat(outcomes(after)).containsExactly("3 accepted");
            assertThat(publisher.rememberedKeys()).isZero();
        }

        @Test
        void the_rest_of_its_call_stays_withheld_even_if_the_key_is_resumed_while_it_is_encoded() {
            HeldBus small = new HeldBus(limits(1, 1_000_000, 100_000, true, true));
            OrderedPublisher resumed = over(small);

            var report = resumed.publish(
                    readOneByOne(List.of(event("a", "1"), event("b", "2"), event("a", "3")), index -> {
                        if (index == 2) {
                            small.request(0).reject(RejectionCause.THROTTLED);
                            resumed.resume(new OrderingKey("a"));
                        }
                    }),
                    soon());
            small.request(1).accept();
            var later = resumed.publish(List.of(event("a", "4")), soon());
            small.request(2).accept();

            assertThat(outcomes(report)).containsExactly("1 rejected-throttled", "2 accepted", "3 withheld");
            assertThat(outcomes(later)).containsExactly("4 accepted");
        }

        @Test
        void events_without_a_key_wait_for_nobody() {
            HeldBus small = new HeldBus(limits(1, 1_000_000, 100_000, true, true));
            var report = over(small).publish(List.of(unkeyed("1"), unkeyed("2")), soon());

            small.request(0).reject(RejectionCause.INVALID);
            small.request(1).accept();

            assertThat(outcomes(report)).containsExactly("1 rejected-invalid", "2 accepted");
        }

        @Test
        void one_that_cannot_be_encoded_is_invalid_in_its_place() {
            Envelope<Object> unknownType =
                    Envelope.<Object>of(id("2"), Publishing.NOTED, new Thread()).withKey(new OrderingKey("a"));
            var report = publisher.publish(List.of(event("a", "1"), unknownType, event("a", "3")), soon());

            bus.request(0).accept();

            assertThat(bus.sentIds()).containsExactly(List.of("1"));
            assertThat(outcomes(report)).containsExactly("1 accepted", "2 rejected-invalid", "3 withheld");
        }

        @Test
        void resuming_a_key_that_nobody_knows_does_nothing() {
            publisher.resume(new OrderingKey("never seen"));

            assertThat(publisher.rememberedKeys()).isZero();
        }
    }

    @Nested
    class When_the_bus_misbehaves {
        @Test
        void an_exception_thrown_is_an_unknown_outcome() {
            OrderedPublisher broken = over(new FailingBus(() -> {
                throw new PortException("down");
            }));

            PublishReport report = broken.publishAndWait(List.of(event("a", "1"), event("b", "2")), soon());

            assertThat(outcomes(report)).containsExactly("1 rejected-unknown", "2 rejected-unknown");
            assertThat(report.rejected().get(0).message()).contains("down");
        }

        @Test
        void an_error_thrown_is_an_unknown_outcome() {
            OrderedPublisher broken = over(new FailingBus(() -> {
                throw new NoClassDefFoundError("missing");
            }));

            assertThat(outcomes(broken.publishAndWait(List.of(event("a", "1")), soon())))
                    .containsExactly("1 rejected-unknown");
        }

        @Test
        void a_failed_stage_is_an_unknown_outcome_and_withholds() {
            var report = publisher.publish(List.of(event("a", "1")), soon());

            bus.request(0).answer().completeExceptionally(new PortException("reset"));
            var later = publisher.publish(List.of(event("a", "2")), soon());

            assertThat(outcomes(report)).containsExactly("1 rejected-unknown");
            assertThat(outcomes(later)).containsExactly("2 withheld");
        }

        @Test
        void what_it_does_not_answer_has_an_unknown_outcome() {
            var report = publisher.publish(List.of(event("a", "1"), event("b", "2")), soon());

            bus.request(0).answer().complete(List.of(BusResult.ok("p")));

            assertThat(outcomes(report)).containsExactly("1 accepted", "2 rejected-unknown");
        }

        @Test
        void an_observer_that_throws_changes_nothing() {
            Observer broken = new Observer() {
                @Override
                public void published(Envelope<?> event, EventOutcome outcome, Duration took) {
                    throw new IllegalStateException("observer");
                }
            };
            var observed = OrderedPublisher.builder(new ImmediateBus(Publishing.ROOMY), Publishing.CODEC)
                    .clock(Publishing.CLOCK)
                    .observer(broken)
                    .build();

            assertThat(outcomes(observed.publishAndWait(List.of(event("a", "1")), soon())))
                    .containsExactly("1 accepted");
        }
    }

    @Nested
    class When_the_deadline_passes {
        @Test
        void what_was_sent_is_unknown_and_what_was_not_is_transient() {
            HeldBus small = new HeldBus(limits(1, 1_000_000, 100_000, true, true));
            OrderedPublisher one = over(small, 1);

            PublishReport report = one.publishAndWait(
                    List.of(event("a", "1"), event("a", "2"), event("b", "3"), event("b", "4")), almostNow());

            assertThat(outcomes(report))
                    .containsExactly("1 rejected-unknown", "2 withheld", "3 rejected-transient", "4 withheld");
        }

        @Test
        void a_late_answer_changes_nothing_and_the_key_stays_withheld() {
            PublishReport report = publisher.publishAndWait(List.of(event("a", "1")), almostNow());

            bus.request(0).accept();
            var later = publisher.publish(List.of(event("a", "2")), soon());

            assertThat(outcomes(report)).containsExactly("1 rejected-unknown");
            assertThat(outcomes(later)).containsExactly("2 withheld");
        }

        @Test
        void a_request_that_is_never_answered_holds_neither_the_key_nor_a_place_after_resume() {
            OrderedPublisher one = over(bus, 1);
            PublishReport lost = one.publishAndWait(List.of(event("a", "1")), almostNow());

            one.resume(new OrderingKey("a"));
            var again = one.publish(List.of(event("a", "1"), event("a", "2")), soon());
            bus.request(1).accept();

            assertThat(outcomes(lost)).containsExactly("1 rejected-unknown");
            assertThat(outcomes(again)).containsExactly("1 accepted", "2 accepted");
        }

        @Test
        void nothing_is_sent_any_more() {
            Deadline passed = new Deadline(Instant.EPOCH);

            var report = publisher.publish(List.of(event("a", "1"), event("a", "2"), unkeyed("3")), passed);

            assertThat(bus.requests()).isEmpty();
            assertThat(outcomes(report)).containsExactly("1 rejected-transient", "2 withheld", "3 rejected-transient");
        }

        @Test
        void earlier_events_of_the_key_from_another_call_are_still_sent() {
            var first = publisher.publish(List.of(event("a", "1")), soon());
            var second = publisher.publish(List.of(event("a", "2")), soon());

            PublishReport late = publisher.publishAndWait(List.of(event("a", "3")), almostNow());
            bus.request(0).accept();
            bus.request(1).accept();

            assertThat(outcomes(first)).containsExactly("1 accepted");
            assertThat(outcomes(second)).containsExactly("2 accepted");
            assertThat(outcomes(late)).containsExactly("3 rejected-transient");
        }

        @Test
        void an_interrupt_ends_the_wait_with_a_report() {
            Thread.currentThread().interrupt();

            PublishReport report = publisher.publishAndWait(List.of(event("a", "1")), soon());

            assertThat(Thread.interrupted()).isTrue();
            assertThat(outcomes(report)).containsExactly("1 rejected-unknown");
        }
    }

    @Test
    void at_least_one_request_must_be_allowed_in_flight() {
        assertThatThrownBy(() -> over(bus, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0");
    }

    /** A list of these events that tells before it hands one over. */
    private static List<Envelope<Noted>> readOneByOne(List<Envelope<Noted>> events, IntConsumer before) {
        return new AbstractList<>() {
            @Override
            public Envelope<Noted> get(int index) {
                before.accept(index);
                return events.get(index);
            }

            @Override
            public int size() {
                return events.size();
            }
        };
    }

    private record ImmediateBus(BusLimits limits) implements EventBus {
        @Override
        public CompletionStage<List<BusResult>> send(List<Outgoing> batch, Deadline deadline) {
            List<BusResult> results = new ArrayList<>();
            batch.forEach(each -> results.add(BusResult.ok("p")));
            return CompletableFuture.completedFuture(results);
        }
    }

    private record FailingBus(Runnable fail) implements EventBus {
        @Override
        public BusLimits limits() {
            return Publishing.ROOMY;
        }

        @Override
        public CompletionStage<List<BusResult>> send(List<Outgoing> batch, Deadline deadline) {
            fail.run();
            return CompletableFuture.completedFuture(List.of());
        }
    }
}

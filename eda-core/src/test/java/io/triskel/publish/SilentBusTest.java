package io.triskel.publish;

import static io.triskel.publish.Publishing.CALL_TIMEOUT;
import static io.triskel.publish.Publishing.event;
import static io.triskel.publish.Publishing.isOpen;
import static io.triskel.publish.Publishing.limits;
import static io.triskel.publish.Publishing.outcomes;
import static io.triskel.publish.Publishing.unkeyed;
import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.Deadline;
import io.triskel.event.OrderingKey;
import io.triskel.observe.Observer;
import io.triskel.publish.EventBus.BusLimits;
import io.triskel.publish.EventBus.BusResult;
import io.triskel.publish.EventBus.Outgoing;
import io.triskel.publish.OrderedPublisher.AlarmClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Every report is there at its deadline, and one silent request keeps no other key waiting for long. */
class SilentBusTest {
    private static final int IN_FLIGHT = 8;
    private static final int ABANDONED = 4 * IN_FLIGHT;
    private static final Duration MILLI = Duration.ofMillis(1);

    private final ManualTime time = new ManualTime();
    private final HeldBus bus = new HeldBus(limits(1, 1_000_000, 100_000, true, true));
    private final OrderedPublisher publisher = over(bus);

    private OrderedPublisher over(EventBus any) {
        return OrderedPublisher.builder(any, Publishing.CODEC)
                .clock(time)
                .maxInFlight(IN_FLIGHT)
                .alarms(time)
                .build();
    }

    private Deadline in(Duration duration) {
        return Deadline.in(duration, time);
    }

    private CompletionStage<PublishReport> publish(String key, String id, Duration within) {
        return publisher.publish(List.of(event(key, id)), in(within));
    }

    /** Each with a key of its own, named as the key is. */
    private List<CompletionStage<PublishReport>> publishMany(String prefix, int count, Duration within) {
        return IntStream.range(0, count)
                .mapToObj(i -> publish(prefix + i, prefix + i, within))
                .toList();
    }

    @Nested
    class At_its_deadline {
        @Test
        void a_report_is_there_and_not_before() {
            CompletionStage<PublishReport> report = publish("a", "1", Duration.ofSeconds(5));

            time.advance(Duration.ofSeconds(5).minus(MILLI));
            boolean before = isOpen(report);
            time.advance(MILLI);

            assertThat(before).isTrue();
            assertThat(isOpen(report)).isFalse();
            assertThat(outcomes(report)).containsExactly("1 rejected-unknown");
        }

        @Test
        void what_may_have_been_sent_is_unknown_and_what_was_not_is_transient() {
            List<CompletionStage<PublishReport>> sent = publishMany("k", IN_FLIGHT, Duration.ofSeconds(5));
            CompletionStage<PublishReport> more = publisher.publish(
                    List.of(event("k0", "1"), event("new", "2"), unkeyed("3")), in(Duration.ofSeconds(5)));

            time.advance(Duration.ofSeconds(5));

            assertThat(sent)
                    .allSatisfy(report -> assertThat(outcomes(report))
                            .singleElement()
                            .asString()
                            .endsWith("rejected-unknown"));
            assertThat(outcomes(more)).containsExactly("1 withheld", "2 rejected-transient", "3 rejected-transient");
        }

        @Test
        void each_of_many_reports_is_there_at_its_own() {
            List<CompletionStage<PublishReport>> reports = new ArrayList<>();
            for (int second = 9; second >= 1; second--) {
                reports.add(0, publish("k" + second, "e", Duration.ofSeconds(second)));
            }

            for (int second = 1; second <= 9; second++) {
                time.advance(Duration.ofSeconds(1));
                assertThat(reports.stream().filter(Publishing::isOpen)).hasSize(9 - second);
            }
        }

        @Test
        void a_report_of_what_waits_behind_a_silent_request_of_its_key_is_there_too() {
            CompletionStage<PublishReport> first = publish("a", "1", Duration.ofMinutes(5));
            CompletionStage<PublishReport> second = publish("a", "2", Duration.ofSeconds(1));

            time.advance(Duration.ofSeconds(1));

            assertThat(outcomes(second)).containsExactly("2 rejected-transient");
            assertThat(isOpen(first)).isTrue();
        }

        @Test
        void a_report_is_there_even_after_hours() {
            CompletionStage<PublishReport> report = publish("a", "1", Duration.ofHours(3));

            time.advance(Duration.ofHours(3).minus(MILLI));
            boolean before = isOpen(report);
            time.advance(MILLI);

            assertThat(before).isTrue();
            assertThat(outcomes(report)).containsExactly("1 rejected-unknown");
        }

        @Test
        void a_late_answer_changes_no_entry_and_opens_the_key_only_when_it_is_resumed() {
            CompletionStage<PublishReport> late = publish("a", "1", Duration.ofSeconds(5));
            time.advance(Duration.ofSeconds(5));

            bus.request(0).accept();
            CompletionStage<PublishReport> withheld = publish("a", "2", Duration.ofSeconds(5));
            publisher.resume(new OrderingKey("a"));
            CompletionStage<PublishReport> sent = publish("a", "3", Duration.ofSeconds(5));
            bus.request(1).accept();

            assertThat(outcomes(late)).containsExactly("1 rejected-unknown");
            assertThat(outcomes(withheld)).containsExactly("2 withheld");
            assertThat(outcomes(sent)).containsExactly("3 accepted");
            assertThat(publisher.rememberedKeys()).isZero();
        }

        @Test
        void a_report_is_there_though_the_bus_blocks_who_woke_to_send() {
            List<CompletionStage<PublishReport>> reports = new ArrayList<>();
            List<Boolean> openWhileBlocked = new ArrayList<>();
            OrderedPublisher blocked = over(new BlockingBus(IN_FLIGHT, () -> {
                time.advance(CALL_TIMEOUT);
                reports.forEach(report -> openWhileBlocked.add(isOpen(report)));
            }));
            for (int i = 0; i <= IN_FLIGHT; i++) {
                reports.add(blocked.publish(List.of(event("k" + i, "e")), in(CALL_TIMEOUT.multipliedBy(2))));
            }

            time.advance(CALL_TIMEOUT);

            assertThat(openWhileBlocked).hasSize(IN_FLIGHT + 1).containsOnly(false);
        }
    }

    @Nested
    class After_the_call_time_out {
        @Test
        void a_silent_request_frees_its_place_and_a_healthy_key_is_sent() {
            List<CompletionStage<PublishReport>> silent = publishMany("k", IN_FLIGHT, Duration.ofMinutes(1));
            CompletionStage<PublishReport> healthy = publish("healthy", "h", Duration.ofMinutes(1));

            time.advance(CALL_TIMEOUT.minus(MILLI));
            int before = bus.requests().size();
            time.advance(MILLI);
            bus.request(IN_FLIGHT).accept();

            assertThat(before).isEqualTo(IN_FLIGHT);
            assertThat(outcomes(healthy)).containsExactly("h accepted");
            assertThat(silent).allMatch(Publishing::isOpen);
        }

        @Test
        void its_key_stays_closed_until_it_is_answered() {
            CompletionStage<PublishReport> first = publish("a", "1", Duration.ofMinutes(1));
            CompletionStage<PublishReport> second = publish("a", "2", Duration.ofMinutes(1));

            time.advance(CALL_TIMEOUT.multipliedBy(2));
            publisher.resume(new OrderingKey("a"));
            int whileSilent = bus.requests().size();
            bus.request(0).accept();
            bus.request(1).accept();

            assertThat(whileSilent)
                    .as("its event is not rejected yet, so there is nothing to resume")
                    .isEqualTo(1);
            assertThat(outcomes(first)).containsExactly("1 accepted");
            assertThat(outcomes(second)).containsExactly("2 accepted");
        }

        @Test
        void no_more_are_abandoned_than_four_for_each_that_may_be_in_flight() {
            int most = ABANDONED + IN_FLIGHT;
            List<CompletionStage<PublishReport>> reports = publishMany("k", most + 1, Duration.ofMinutes(10));

            time.advance(CALL_TIMEOUT.multipliedBy(10));
            int unanswered = bus.requests().size();
            bus.request(0).accept();

            assertThat(unanswered).isEqualTo(most);
            assertThat(bus.requests()).hasSize(most + 1);
            assertThat(outcomes(reports.get(0))).containsExactly("k0 accepted");
        }

        @Test
        void beyond_that_reports_are_still_there_at_their_deadlines() {
            publishMany("k", ABANDONED + IN_FLIGHT, Duration.ofMinutes(10));
            time.advance(CALL_TIMEOUT.multipliedBy(10));

            CompletionStage<PublishReport> unsent = publish("new", "n", Duration.ofSeconds(5));
            time.advance(Duration.ofSeconds(5));

            assertThat(outcomes(unsent)).containsExactly("n rejected-transient");
        }

        @Test
        void an_answer_makes_room_whether_its_report_is_out_or_not() {
            publishMany("k", ABANDONED + IN_FLIGHT, CALL_TIMEOUT.multipliedBy(6));
            time.advance(CALL_TIMEOUT.multipliedBy(10));

            bus.requests().forEach(HeldBus.Sent::accept);
            publishMany("n", IN_FLIGHT, CALL_TIMEOUT);

            assertThat(bus.requests()).hasSize(ABANDONED + 2 * IN_FLIGHT);
        }
    }

    @Nested
    class Of_alarms {
        @Test
        void there_is_one_at_most() {
            for (int i = 0; i < 100; i++) {
                publish("k" + i, "e", Duration.ofSeconds(1 + (i * 37) % 50));
                assertThat(time.alarms()).isEqualTo(1);
            }
        }

        @Test
        void none_is_set_by_what_is_answered_at_once() {
            OrderedPublisher immediate = over(new AnsweringBus());

            for (int i = 0; i < 100; i++) {
                PublishReport report =
                        immediate.publishAndWait(List.of(event("a", "e" + i)), in(Duration.ofSeconds(5)));
                assertThat(report.complete()).isTrue();
            }

            assertThat(time.everSet).isZero();
        }

        @Test
        void one_serves_all_that_are_answered_before_it_rings() {
            for (int i = 0; i < 100; i++) {
                CompletionStage<PublishReport> report = publish("a", "e" + i, Duration.ofSeconds(5));
                time.advance(MILLI);
                bus.request(i).accept();
                assertThat(isOpen(report)).isFalse();
            }

            assertThat(time.everSet).isEqualTo(1);
        }

        @Test
        void one_that_rings_for_nothing_does_nothing_and_is_the_last() {
            CompletionStage<PublishReport> report = publish("a", "1", Duration.ofSeconds(5));
            bus.request(0).accept();

            time.advance(Duration.ofHours(1));

            assertThat(outcomes(report)).containsExactly("1 accepted");
            assertThat(time.alarms()).isZero();
        }

        @Test
        void one_that_froze_with_its_host_is_not_relied_on() {
            publish("a", "1", Duration.ofSeconds(5));
            bus.request(0).accept();
            time.freeze(Duration.ofHours(1));

            CompletionStage<PublishReport> afterwards = publish("a", "2", Duration.ofSeconds(3));
            time.advance(Duration.ofSeconds(3));

            assertThat(outcomes(afterwards)).containsExactly("2 rejected-unknown");
        }

        @Test
        void none_keeps_a_publisher_for_longer_than_a_minute_however_far_the_deadline() {
            List<Duration> delays = new ArrayList<>();
            OrderedPublisher patient = OrderedPublisher.builder(bus, Publishing.CODEC)
                    .clock(time)
                    .maxInFlight(1)
                    .alarms((delay, wake) -> {
                        delays.add(delay);
                        return () -> {};
                    })
                    .build();

            CompletionStage<PublishReport> report =
                    patient.publish(List.of(event("a", "1")), new Deadline(Instant.MAX));

            assertThat(isOpen(report)).isTrue();
            assertThat(delays).containsExactly(Duration.ofMinutes(1));
        }

        @Test
        void one_that_rings_too_early_is_set_again() {
            CompletionStage<PublishReport> report = publish("a", "1", Duration.ofSeconds(5));

            time.ringEarly();
            boolean early = isOpen(report);
            time.advance(Duration.ofSeconds(5));

            assertThat(early).isTrue();
            assertThat(outcomes(report)).containsExactly("1 rejected-unknown");
        }

        @Test
        void one_that_cannot_be_set_is_told_to_the_observer_and_fails_no_publish() {
            List<String> failed = new ArrayList<>();
            Observer observer = new Observer() {
                @Override
                public void portFailed(String port, Throwable failure) {
                    failed.add(port);
                }
            };
            OrderedPublisher deaf = OrderedPublisher.builder(bus, Publishing.CODEC)
                    .clock(time)
                    .observer(observer)
                    .maxInFlight(1)
                    .alarms((delay, wake) -> {
                        throw new IllegalStateException("no timers here");
                    })
                    .build();

            CompletionStage<PublishReport> report = deaf.publish(List.of(event("a", "1")), in(Duration.ofSeconds(5)));
            bus.request(0).accept();

            assertThat(outcomes(report)).containsExactly("1 accepted");
            assertThat(failed).containsOnly("alarm clock").isNotEmpty();
        }

        @Test
        void the_jdks_ring_without_anybody_waiting() {
            CompletableFuture<Thread> rang = new CompletableFuture<>();

            AlarmClock.ofTheJdk().after(MILLI, () -> rang.complete(Thread.currentThread()));

            assertThat(rang.join().isDaemon()).isTrue();
        }

        @Test
        void the_jdks_do_not_ring_once_they_are_called_off() {
            CompletableFuture<Boolean> rang = new CompletableFuture<>();
            AlarmClock alarms = AlarmClock.ofTheJdk();

            AtomicBoolean calledOff = new AtomicBoolean();
            Runnable callOff = alarms.after(Duration.ofMillis(50), () -> {
                if (calledOff.get()) {
                    rang.complete(false);
                }
            });
            callOff.run();
            calledOff.set(true);
            alarms.after(Duration.ofMillis(100), () -> rang.complete(true));

            assertThat(rang.join()).isTrue();
        }
    }

    /** Never answers, and after so many requests does not even return at once. */
    @Nested
    class After_close {
        @Test
        void what_is_under_way_is_reported_and_no_alarm_is_left() {
            CompletionStage<PublishReport> report = publish("a", "1", Duration.ofSeconds(5));

            publisher.close();

            assertThat(outcomes(report)).containsExactly("1 rejected-unknown");
            assertThat(time.alarms()).isZero();
        }

        @Test
        void an_event_is_rejected_with_the_reason_and_does_not_reach_the_bus() {
            publisher.close();
            publisher.close();

            CompletionStage<PublishReport> report =
                    publisher.withOwnWithholding().publish(List.of(event("a", "1")), in(Duration.ofSeconds(5)));

            assertThat(report.toCompletableFuture().join().entries())
                    .containsExactly(new PublishReport.Entry.Rejected(
                            event("a", "1"),
                            RejectionCause.INVALID,
                            "The publisher is closed: publish before its platform is closed"));
            assertThat(time.alarms()).isZero();
        }
    }

    private static final class BlockingBus implements EventBus {
        private final Runnable whileBlocked;
        private int returnsAtOnce;

        BlockingBus(int returnsAtOnce, Runnable whileBlocked) {
            this.returnsAtOnce = returnsAtOnce;
            this.whileBlocked = whileBlocked;
        }

        @Override
        public BusLimits limits() {
            return Publishing.limits(1, 1_000_000, 100_000, true, true);
        }

        @Override
        public CompletionStage<List<BusResult>> send(List<Outgoing> batch, Deadline deadline) {
            if (returnsAtOnce-- <= 0) {
                whileBlocked.run();
            }
            return new CompletableFuture<>();
        }
    }

    private static final class AnsweringBus implements EventBus {
        @Override
        public BusLimits limits() {
            return Publishing.ROOMY;
        }

        @Override
        public CompletionStage<List<BusResult>> send(List<Outgoing> batch, Deadline deadline) {
            return CompletableFuture.completedFuture(
                    batch.stream().map(each -> BusResult.ok("p")).toList());
        }
    }
}

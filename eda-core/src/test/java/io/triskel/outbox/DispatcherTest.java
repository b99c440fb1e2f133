package io.triskel.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.OrderingKey;
import io.triskel.event.PortException;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryEventStore;
import io.triskel.observe.EventOutcome;
import io.triskel.observe.Observer;
import io.triskel.outbox.DispatchReport.Ending;
import io.triskel.outbox.DispatchReport.Stuck;
import io.triskel.outbox.Dispatcher.DrainReport;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.publish.EventBus.BusResult;
import io.triskel.publish.EventPublisher;
import io.triskel.publish.OrderedPublisher;
import io.triskel.publish.PublishReport;
import io.triskel.publish.PublishReport.Entry;
import io.triskel.publish.RejectionCause;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventReader;
import io.triskel.store.EventReader.Commit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DispatcherTest {
    private static final StreamId A = new StreamId("a");
    private static final StreamId B = new StreamId("b");
    private static final Duration LEASE = Duration.ofSeconds(30);

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final InstantSource clock = () -> now;
    private final InMemoryEventStore store = InMemoryEventStore.ofObjects();
    private final TestBus bus = new TestBus();
    private final List<String> seen = new ArrayList<>();
    private final Observer observer = new Observer() {
        @Override
        public void dispatched(StreamId stream, long upTo) {
            seen.add(stream + "@" + upTo);
        }

        @Override
        public void portFailed(String port, Throwable failure) {
            seen.add(port + " failed");
        }

        @Override
        public void dirtyStreams(long atLeast) {
            left.add(atLeast);
        }
    };
    private final List<Long> left = new ArrayList<>();
    private final List<Duration> paused = new ArrayList<>();
    private final Dispatcher dispatcher = dispatcher(store, store);

    private Dispatcher dispatcher(EventReader reader, Outbox outbox) {
        return Dispatcher.builder(reader, outbox, publisher())
                .clock(clock)
                .lease(LEASE)
                .observer(observer)
                .pause(paused::add)
                .build();
    }

    private OrderedPublisher publisher() {
        return OrderedPublisher.builder(bus, Facts.codec()).clock(clock).build();
    }

    private Deadline inAMinute() {
        return Deadline.in(Duration.ofMinutes(1), clock);
    }

    /** Commits an event to each of so many streams of bucket 0. */
    private List<StreamId> oneBucket(int count) {
        List<StreamId> streams = new ArrayList<>();
        for (int i = 0; streams.size() < count; i++) {
            StreamId stream = new StreamId("s" + i);
            if (Outbox.bucketOf(stream) == 0) {
                Facts.commit(store, stream, 1);
                streams.add(stream);
            }
        }
        return streams;
    }

    private void refuse(StreamId stream, long revision, RejectionCause cause) {
        bus.answer = event -> Facts.stream(event).equals(stream) && Facts.revision(event) == revision
                ? BusResult.failed(cause, "refused")
                : BusResult.ok("p");
    }

    private long dispatchedTo(StreamId stream) {
        DispatchLease lease =
                store.lease(stream, now.plus(Duration.ofDays(1)), LEASE).orElseThrow();
        store.putOff(lease, 0, now);
        return lease.dispatchedTo();
    }

    @Nested
    class When_all_goes_well {
        @Test
        void a_stream_is_published_in_revision_order_and_is_clean() {
            Facts.commit(store, A, 5);
            Facts.commit(store, A, 2);

            DispatchReport report = dispatcher.dispatch(A, inAMinute());

            assertThat(report).isEqualTo(new DispatchReport(A, Ending.CLEAN, 7, 7, Optional.empty(), ""));
            assertThat(report.clean()).isTrue();
            assertThat(bus.revisionsOf(A)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
            assertThat(dispatcher.drain(10, inAMinute()).idle()).isTrue();
            assertThat(seen).containsExactly("a@7");
        }

        @Test
        void only_what_is_new_is_published_the_next_time() {
            Facts.commit(store, A, 2);
            dispatcher.dispatch(A, inAMinute());
            Facts.commit(store, A, 1);

            DispatchReport report = dispatcher.dispatch(A, inAMinute());

            assertThat(report.published()).isEqualTo(1);
            assertThat(bus.revisionsOf(A)).containsExactly(1L, 2L, 3L);
        }

        @Test
        void a_clean_stream_stays_clean() {
            Facts.commit(store, A, 1);
            dispatcher.dispatch(A, inAMinute());

            assertThat(dispatcher.dispatch(A, inAMinute()).clean()).isTrue();
            assertThat(bus.received).hasSize(1);
        }

        @Test
        void a_drain_publishes_all_dirty_streams() {
            for (int i = 0; i < 50; i++) {
                Facts.commit(store, new StreamId("stream-" + i), 2);
            }

            DrainReport report = dispatcher.drain(100, inAMinute());

            assertThat(report.streams()).hasSize(50).allMatch(DispatchReport::clean);
            assertThat(report.published()).isEqualTo(100);
            assertThat(dispatcher.drain(100, inAMinute()).idle()).isTrue();
        }

        @Test
        void what_is_appended_while_its_stream_is_published_is_published_too() {
            Facts.commit(store, A, 1);
            bus.before = () -> {
                bus.before = () -> {};
                Facts.commit(store, A, 1);
            };

            dispatcher.dispatch(A, inAMinute());
            dispatcher.drain(1, inAMinute());

            assertThat(bus.revisionsOf(A)).containsExactly(1L, 2L);
        }
    }

    @Nested
    class When_others_commit_at_the_same_time {
        private final Dispatcher other = dispatcher(store, store);

        /** Runs once, just before a step of the outbox. */
        private Dispatcher interrupted(String step, Runnable happens) {
            AtomicBoolean first = new AtomicBoolean(true);
            return dispatcher(store, new Outbox() {
                private void before(String which) {
                    if (which.equals(step) && first.getAndSet(false)) {
                        happens.run();
                    }
                }

                @Override
                public List<StreamId> dirty(int bucket, Instant at, int limit) {
                    return store.dirty(bucket, at, limit);
                }

                @Override
                public Optional<DispatchLease> lease(StreamId stream, Instant at, Duration duration) {
                    before("lease");
                    return store.lease(stream, at, duration);
                }

                @Override
                public boolean advance(DispatchLease lease, long dispatchedTo) {
                    before("advance");
                    return store.advance(lease, dispatchedTo);
                }

                @Override
                public Finish finish(DispatchLease lease, long dispatchedTo, List<Commit> commits) {
                    before("finish");
                    return store.finish(lease, dispatchedTo, commits);
                }

                @Override
                public boolean putOff(DispatchLease lease, long dispatchedTo, Instant dirtyFrom) {
                    before("putOff");
                    return store.putOff(lease, dispatchedTo, dirtyFrom);
                }
            });
        }

        private DispatchReport commitAndDispatch() {
            Facts.commit(store, A, 1);
            return other.dispatch(A, inAMinute());
        }

        @ParameterizedTest
        @ValueSource(strings = {"lease", "finish"})
        void nothing_waits_for_a_drainer(String step) {
            Facts.commit(store, A, 1);
            Dispatcher interrupted = interrupted(step, this::commitAndDispatch);

            interrupted.dispatch(A, inAMinute());

            assertThat(bus.revisionsOf(A)).containsExactly(1L, 2L);
            assertThat(store.dirty(Outbox.bucketOf(A), now.plus(LEASE), 9)).isEmpty();
        }

        @Test
        void nothing_waits_that_was_committed_while_the_bus_was_asked() {
            Facts.commit(store, A, 1);
            List<DispatchReport> others = new ArrayList<>();
            bus.before = () -> {
                bus.before = () -> {};
                others.add(commitAndDispatch());
            };

            DispatchReport report = dispatcher.dispatch(A, inAMinute());

            assertThat(others).extracting(DispatchReport::ending).containsExactly(Ending.LEASED_ELSEWHERE);
            assertThat(report).isEqualTo(new DispatchReport(A, Ending.CLEAN, 2, 2, Optional.empty(), ""));
            assertThat(store.dirty(Outbox.bucketOf(A), now.plus(LEASE), 9)).isEmpty();
        }

        @Test
        void a_mark_that_is_lost_leaves_the_rest_to_the_drainer() {
            Facts.commit(store, A, 1);
            bus.before = () -> {
                bus.before = () -> {};
                Facts.commit(store, A, 1);
            };

            dispatcher.dispatch(A, inAMinute());
            DrainReport drained = dispatcher.drain(9, inAMinute());

            assertThat(drained.published()).isEqualTo(1);
            assertThat(bus.revisionsOf(A)).containsExactly(1L, 2L);
        }

        @Test
        void a_holder_that_died_leaves_all_to_the_drainer_once_its_lease_ran_out() {
            Facts.commit(store, A, 1);
            store.lease(A, now, LEASE);
            DispatchReport refused = commitAndDispatch();

            now = now.plus(LEASE);
            dispatcher.drain(9, inAMinute());

            assertThat(refused.ending()).isEqualTo(Ending.LEASED_ELSEWHERE);
            assertThat(bus.revisionsOf(A)).containsExactly(1L, 2L);
        }

        @Test
        void a_holder_that_stalled_past_its_lease_leaves_the_rest_to_the_drainer() {
            Facts.commit(store, A, 1);
            bus.before = () -> {
                bus.before = () -> {};
                commitAndDispatch();
                now = now.plus(LEASE);
            };

            DispatchReport report = dispatcher.dispatch(A, Deadline.in(Duration.ofHours(1), clock));
            dispatcher.drain(9, inAMinute());

            assertThat(report.ending()).isEqualTo(Ending.CUT_SHORT);
            assertThat(bus.revisionsOf(A)).containsExactly(1L, 2L);
        }

        @Test
        void a_stream_to_which_others_commit_without_end_is_cut_short() {
            Facts.commit(store, A, 99);
            bus.before = () -> {
                if (bus.received.size() < 2000) {
                    Facts.commit(store, A, 99);
                    other.dispatch(A, inAMinute());
                }
            };

            DispatchReport report = dispatcher.dispatch(A, inAMinute());

            assertThat(report.ending()).isEqualTo(Ending.CUT_SHORT);
            assertThat(report.published()).isEqualTo(1024);
        }
    }

    @Nested
    class A_commit_at_hand {
        private final List<Long> reads = new ArrayList<>();
        private final Dispatcher counting = dispatcher(
                (stream, after, limit) -> {
                    reads.add(after);
                    return store.read(stream, after, limit);
                },
                store);

        private DispatchReport dispatchLast() {
            EventReader.EventPage all = store.read(A, 0, 1000);
            Commit last = all.commits().get(all.commits().size() - 1);
            return counting.dispatch(
                    A, last, all.events().subList((int) last.first() - 1, (int) last.last()), inAMinute());
        }

        @Test
        void is_published_without_reading_it() {
            Facts.commit(store, A, 2);
            dispatcher.dispatch(A, inAMinute());
            Facts.commit(store, A, 2);

            DispatchReport report = dispatchLast();

            assertThat(report).isEqualTo(new DispatchReport(A, Ending.CLEAN, 2, 4, Optional.empty(), ""));
            assertThat(reads).isEmpty();
            assertThat(bus.revisionsOf(A)).containsExactly(1L, 2L, 3L, 4L);
        }

        @Test
        void is_published_behind_what_was_not_yet() {
            Facts.commit(store, A, 2);
            Facts.commit(store, A, 2);

            DispatchReport report = dispatchLast();

            assertThat(report.published()).isEqualTo(4);
            assertThat(bus.revisionsOf(A)).containsExactly(1L, 2L, 3L, 4L);
        }

        @Test
        void is_not_published_again_if_others_were_faster() {
            Facts.commit(store, A, 2);
            dispatcher.dispatch(A, inAMinute());

            DispatchReport report = dispatchLast();

            assertThat(report.clean()).isTrue();
            assertThat(reads).isEmpty();
            assertThat(bus.revisionsOf(A)).containsExactly(1L, 2L);
        }
    }

    @Nested
    class When_the_bus_is_busy_for_a_moment {
        private int refusals;

        private void refuse(int times, RejectionCause cause) {
            bus.answer = event -> refusals++ < times ? BusResult.failed(cause, "busy") : BusResult.ok("p");
        }

        @ParameterizedTest
        @EnumSource(names = {"THROTTLED", "TRANSIENT", "UNKNOWN"})
        void the_event_is_tried_again_after_growing_pauses(RejectionCause cause) {
            Facts.commit(store, A, 3);
            refuse(3, cause);

            DispatchReport report = dispatcher.dispatch(A, inAMinute());

            assertThat(report.clean()).isTrue();
            assertThat(bus.revisionsOf(A)).containsExactly(1L, 2L, 3L);
            assertThat(paused).hasSize(3).isSorted();
        }

        @Test
        void what_cannot_pass_is_not_tried_again() {
            Facts.commit(store, A, 1);
            refuse(1, RejectionCause.TOO_LARGE);

            dispatcher.dispatch(A, inAMinute());

            assertThat(paused).isEmpty();
        }

        @Test
        void the_pauses_are_few_and_end_before_the_deadline() {
            Facts.commit(store, A, 1);
            refuse(1000, RejectionCause.THROTTLED);

            dispatcher.dispatch(A, inAMinute());
            int pauses = paused.size();
            paused.clear();
            dispatcher.dispatch(A, Deadline.in(Duration.ofMillis(100), clock));

            assertThat(pauses).isEqualTo(6);
            assertThat(paused).allMatch(time -> time.toMillis() < 100).hasSizeLessThan(6);
        }

        @Test
        void a_drain_pauses_for_all_streams_together_and_not_for_each() {
            oneBucket(20);
            refuse(1000, RejectionCause.THROTTLED);

            dispatcher.drain(20, inAMinute());

            assertThat(paused).hasSize(6);
        }
    }

    @Nested
    class Work_is_bounded {
        @Test
        void a_drain_visits_no_more_streams_than_its_limit_and_in_time_all() {
            for (int i = 0; i < 50; i++) {
                Facts.commit(store, new StreamId("stream-" + i), 1);
            }

            List<Integer> visits = new ArrayList<>();
            for (DrainReport report = dispatcher.drain(7, inAMinute());
                    !report.idle();
                    report = dispatcher.drain(7, inAMinute())) {
                visits.add(report.streams().size());
            }

            assertThat(visits).containsExactly(7, 7, 7, 7, 7, 7, 7, 1);
        }

        @Test
        void a_long_stream_gets_its_share_of_a_visit_and_the_rest_later() {
            for (int i = 0; i < 11; i++) {
                Facts.commit(store, A, 99);
            }

            DispatchReport first = dispatcher.dispatch(A, inAMinute());
            DispatchReport second = dispatcher.dispatch(A, inAMinute());

            assertThat(first.ending()).isEqualTo(Ending.CUT_SHORT);
            assertThat(first.dispatchedTo()).isEqualTo(1024);
            assertThat(second.clean()).isTrue();
            assertThat(bus.revisionsOf(A))
                    .isEqualTo(LongStream.rangeClosed(1, 11 * 99).boxed().toList());
        }

        @Test
        void nothing_is_sent_after_the_deadline() {
            Facts.commit(store, A, 2);

            DispatchReport report = dispatcher.dispatch(A, new Deadline(now));

            assertThat(report.ending()).isEqualTo(Ending.CUT_SHORT);
            assertThat(bus.received).isEmpty();
            assertThat(dispatcher.drain(1, new Deadline(now)).streams()).isEmpty();
        }

        @Test
        void nothing_is_sent_after_the_lease_ran_out() {
            for (int i = 0; i < 3; i++) {
                Facts.commit(store, A, 99);
            }
            bus.before = () -> now = now.plus(LEASE);

            DispatchReport report = dispatcher.dispatch(A, Deadline.in(Duration.ofHours(1), clock));

            assertThat(report.ending()).isEqualTo(Ending.CUT_SHORT);
            assertThat(bus.revisionsOf(A)).containsExactly(1L, 2L, 3L);
            assertThat(dispatchedTo(A)).isEqualTo(3);
        }

        @Test
        void a_drain_of_no_stream_and_a_lease_of_no_time_are_refused() {
            assertThatThrownBy(() -> dispatcher.drain(0, inAMinute())).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Dispatcher.builder(store, store, publisher())
                            .clock(clock)
                            .lease(Duration.ZERO)
                            .build())
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class How_many_streams_stay_dirty {
        @Test
        void none_is_told_once_all_buckets_were_asked_and_published() {
            Facts.commit(store, A, 2);

            dispatcher.drain(10, inAMinute());

            assertThat(left).containsExactly(0L);
        }

        @Test
        void those_beyond_the_limit_are_told_as_far_as_the_index_named_them() {
            int streams = oneBucket(5).size();

            dispatcher.drain(2, inAMinute());
            dispatcher.drain(streams, inAMinute());

            assertThat(left).containsExactly(1L, 0L);
        }

        @Test
        void one_that_the_bus_does_not_accept_is_told() {
            Facts.commit(store, A, 5);
            Facts.commit(store, B, 1);
            refuse(A, 3, RejectionCause.THROTTLED);

            dispatcher.drain(10, inAMinute());

            assertThat(left).containsExactly(1L);
        }

        @Test
        void one_that_somebody_else_is_publishing_is_not() {
            Facts.commit(store, A, 2);
            store.lease(A, now, LEASE);

            dispatcher.drain(10, inAMinute());

            assertThat(left).containsExactly(0L);
        }

        @Test
        void nothing_is_told_of_buckets_that_were_not_asked() {
            dispatcher.drain(1, new Deadline(now));

            assertThat(left).isEmpty();
        }
    }

    @Nested
    class When_someone_else_holds_the_lease {
        @Test
        void nothing_is_sent_and_the_rest_is_the_drainers() {
            Facts.commit(store, A, 2);
            DispatchLease held = store.lease(A, now, LEASE).orElseThrow();

            DispatchReport report = dispatcher.dispatch(A, inAMinute());

            assertThat(report.ending()).isEqualTo(Ending.LEASED_ELSEWHERE);
            assertThat(bus.received).isEmpty();
            store.putOff(held, 0, now);
            assertThat(dispatcher.drain(1, inAMinute()).published()).isEqualTo(2);
        }

        @Test
        void after_a_crash_the_stream_is_published_once_the_lease_ran_out() {
            Facts.commit(store, A, 2);
            store.lease(A, now, LEASE);
            Facts.commit(store, B, 1);

            DrainReport before = dispatcher.drain(10, inAMinute());
            now = now.plus(LEASE);
            DrainReport after = dispatcher.drain(10, inAMinute());

            assertThat(before.published()).isEqualTo(1);
            assertThat(after.published()).isEqualTo(2);
        }

        @Test
        void streams_leased_elsewhere_do_not_hide_others_of_their_bucket() {
            List<StreamId> streams = oneBucket(5);
            streams.subList(0, 4).forEach(stream -> store.lease(stream, now, LEASE));

            dispatcher.drain(10, inAMinute());

            assertThat(bus.revisionsOf(streams.get(4))).containsExactly(1L);
        }

        @Test
        void a_holder_that_stalled_is_fenced_and_leaves_the_stream_to_the_other() {
            Facts.commit(store, A, 3);
            Dispatcher other = dispatcher(store, store);
            bus.before = () -> {
                bus.before = () -> {};
                now = now.plus(LEASE);
                other.dispatch(A, inAMinute());
            };

            DispatchReport stalled = dispatcher.dispatch(A, Deadline.in(Duration.ofHours(1), clock));

            assertThat(stalled.ending()).isEqualTo(Ending.FENCED);
            assertThat(dispatchedTo(A)).isEqualTo(3);
            assertThat(bus.revisionsOf(A)).startsWith(1L, 2L, 3L);
        }
    }

    @Nested
    class When_the_bus_does_not_accept_an_event {
        @Test
        void all_before_it_is_recorded_and_nothing_behind_it_is_sent() {
            Facts.commit(store, A, 5);
            refuse(A, 3, RejectionCause.THROTTLED);

            DispatchReport report = dispatcher.dispatch(A, inAMinute());

            assertThat(report.ending()).isEqualTo(Ending.NOT_ACCEPTED);
            assertThat(report.published()).isEqualTo(2);
            assertThat(report.stuck()).get().extracting(Stuck::revision).isEqualTo(3L);
            assertThat(report.stuck()).get().extracting(Stuck::permanent).isEqualTo(false);
            assertThat(dispatchedTo(A)).isEqualTo(2);
        }

        @Test
        void it_goes_on_from_there_once_the_bus_accepts_it_although_its_key_was_withheld() {
            Facts.commit(store, A, 5);
            refuse(A, 3, RejectionCause.THROTTLED);
            dispatcher.dispatch(A, inAMinute());
            bus.answer = event -> BusResult.ok("p");

            DrainReport report = dispatcher.drain(1, inAMinute());

            assertThat(report.published()).isEqualTo(3);
            assertThat(bus.revisionsOf(A).stream().distinct()).containsExactly(1L, 2L, 3L, 4L, 5L);
        }

        @Test
        void its_own_events_go_out_past_what_is_withheld_from_the_application_and_leave_it_withheld() {
            OrderedPublisher application = publisher();
            Dispatcher sharing = Dispatcher.builder(store, store, application)
                    .clock(clock)
                    .lease(LEASE)
                    .observer(observer)
                    .pause(paused::add)
                    .build();
            List<Envelope<?>> foreign = List.of(
                    Envelope.of(new EventId("/application", "e1"), Facts.TYPE, new Facts.Fact("by the application"))
                            .withKey(new OrderingKey(A.value())));
            bus.answer = event -> BusResult.failed(RejectionCause.THROTTLED, "refused");
            PublishReport rejected = application.publishAndWait(foreign, inAMinute());
            bus.answer = event -> BusResult.ok("p");
            Facts.commit(store, A, 2);

            DispatchReport dispatched = sharing.dispatch(A, inAMinute());
            PublishReport later = application.publishAndWait(foreign, inAMinute());
            application.resume(new OrderingKey(A.value()));
            PublishReport resumed = application.publishAndWait(foreign, inAMinute());

            assertThat(dispatched.clean()).isTrue();
            assertThat(List.of(rejected, later, resumed))
                    .flatExtracting(PublishReport::entries)
                    .extracting(Entry::outcome)
                    .containsExactly(EventOutcome.REJECTED_THROTTLED, EventOutcome.WITHHELD, EventOutcome.ACCEPTED);
        }

        @Test
        void an_unknown_outcome_is_repeated_and_nothing_is_lost() {
            Facts.commit(store, A, 2);
            bus.answer = event -> {
                bus.received.add(event);
                bus.answer = later -> BusResult.ok("p");
                return BusResult.failed(RejectionCause.UNKNOWN, "connection lost");
            };

            dispatcher.drain(1, inAMinute());
            dispatcher.drain(1, inAMinute());

            assertThat(bus.revisionsOf(A).stream().distinct()).containsExactly(1L, 2L);
            assertThat(dispatchedTo(A)).isEqualTo(2);
        }

        @Test
        void for_good_it_is_reported_with_its_cause_and_no_other_stream_waits() {
            Facts.commit(store, A, 2);
            Facts.commit(store, B, 2);
            refuse(A, 1, RejectionCause.TOO_LARGE);

            DrainReport report = dispatcher.drain(10, inAMinute());

            assertThat(report.stuck())
                    .containsExactly(new Stuck(
                            A,
                            1,
                            Optional.of(store.read(A, 0, 1).events().get(0).id()),
                            RejectionCause.TOO_LARGE,
                            "refused"));
            assertThat(report.stuck()).allMatch(Stuck::permanent);
            assertThat(bus.revisionsOf(B)).containsExactly(1L, 2L);
            assertThat(bus.revisionsOf(A)).isEmpty();
        }

        @Test
        void for_good_its_stream_is_put_off_a_minute_and_then_tried_again() {
            Facts.commit(store, A, 2);
            refuse(A, 1, RejectionCause.INVALID);
            dispatcher.drain(10, inAMinute());
            boolean idle = dispatcher.drain(10, inAMinute()).idle();
            bus.answer = event -> BusResult.ok("p");

            now = now.plus(Duration.ofMinutes(1));
            DrainReport report = dispatcher.drain(10, inAMinute());

            assertThat(idle).isTrue();
            assertThat(report.published()).isEqualTo(2);
        }

        @Test
        void many_stuck_streams_do_not_keep_a_small_drain_from_the_others() {
            for (int i = 0; i < 40; i++) {
                Facts.commit(store, new StreamId("stuck-" + i), 1);
            }
            bus.answer = event ->
                    Facts.stream(event).equals(A) ? BusResult.ok("p") : BusResult.failed(RejectionCause.DENIED, "no");
            Facts.commit(store, A, 1);

            for (int i = 0; i < 41; i++) {
                dispatcher.drain(1, inAMinute());
            }

            assertThat(bus.revisionsOf(A)).containsExactly(1L);
        }

        @Test
        void events_with_keys_of_their_own_are_resumed_key_by_key() {
            OrderingKey own = new OrderingKey("own");
            Envelope<?> event = Envelope.of(new EventId("/a", "e1"), Facts.TYPE, new Facts.Fact("f"))
                    .withKey(own);
            assertThat(store.append(A, Expectation.noStream(), List.of(event), new CommandId("c")))
                    .isInstanceOf(AppendResult.Committed.class);
            refuse(A, 1, RejectionCause.TRANSIENT);
            dispatcher.drain(1, inAMinute());
            bus.answer = later -> BusResult.ok("p");

            dispatcher.drain(1, inAMinute());

            assertThat(bus.received).extracting(Envelope::key).containsExactly(Optional.of(own));
        }
    }

    @Nested
    class When_an_event_cannot_be_read {
        private final InMemoryEventStore bytes = InMemoryEventStore.encoded(Facts.codec());
        private final Dispatcher reading = dispatcher(bytes.reopened(Facts.codecThatCannotRead("broken")), bytes);

        private void commit(StreamId stream, int before, int behind) {
            Facts.commit(bytes, stream, before);
            Facts.commit(bytes, stream, 1, "broken");
            Facts.commit(bytes, stream, behind);
        }

        @Test
        void it_is_stuck_for_good_and_says_which_it_is_and_what_helps() {
            commit(A, 2, 1);

            DrainReport report = reading.drain(1, inAMinute());

            assertThat(report.stuck()).singleElement().satisfies(stuck -> {
                assertThat(stuck.stream()).isEqualTo(A);
                assertThat(stuck.revision()).isEqualTo(3);
                assertThat(stuck.event()).isEmpty();
                assertThat(stuck.cause()).isEqualTo(RejectionCause.INVALID);
                assertThat(stuck.permanent()).isTrue();
                assertThat(stuck.message())
                        .contains("Revision 3 of stream a", "no upcaster for broken", "advance past it");
            });
            assertThat(report.streams()).extracting(DispatchReport::ending).containsExactly(Ending.UNREADABLE);
            assertThat(seen).containsExactly("a@2", "outbox failed");
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 1, 2, 63, 64, 99})
        void all_before_it_is_published_and_nothing_behind_it(int before) {
            commit(A, before, 99);

            DispatchReport report = reading.dispatch(A, inAMinute());

            assertThat(report.stuck()).get().extracting(Stuck::revision).isEqualTo(before + 1L);
            assertThat(report.dispatchedTo()).isEqualTo(before);
            assertThat(bus.revisionsOf(A))
                    .isEqualTo(LongStream.rangeClosed(1, before).boxed().toList());
        }

        @Test
        void it_is_found_in_few_reads() {
            commit(A, 99, 99);
            List<Integer> reads = new ArrayList<>();
            EventReader cannot = bytes.reopened(Facts.codecThatCannotRead("broken"));
            EventReader counting = (stream, after, limit) -> {
                reads.add(limit);
                return cannot.read(stream, after, limit);
            };

            dispatcher(counting, bytes).dispatch(A, inAMinute());

            assertThat(reads).hasSizeLessThanOrEqualTo(16);
        }

        @Test
        void its_stream_goes_on_once_it_can_be_read_and_no_other_waits() {
            commit(A, 1, 1);
            Facts.commit(bytes, B, 2);
            reading.drain(10, inAMinute());
            boolean idle = reading.drain(10, inAMinute()).idle();

            now = now.plus(Duration.ofMinutes(1));
            DrainReport report = dispatcher(bytes, bytes).drain(10, inAMinute());

            assertThat(idle).isTrue();
            assertThat(bus.revisionsOf(B)).containsExactly(1L, 2L);
            assertThat(report.published()).isEqualTo(2);
            assertThat(bus.revisionsOf(A)).containsExactly(1L, 2L, 3L);
        }
    }

    @Nested
    class When_a_port_fails {
        private final BrokenOutbox broken = new BrokenOutbox(store);

        @Test
        void a_lease_that_cannot_be_had_is_reported() {
            Facts.commit(store, A, 1);
            broken.brokenLease = true;

            DispatchReport report = dispatcher(store, broken).dispatch(A, inAMinute());

            assertThat(report.ending()).isEqualTo(Ending.PORT_FAILED);
            assertThat(report.message()).contains("lease", "down");
            assertThat(seen).containsExactly("outbox failed");
        }

        @Test
        void an_index_that_cannot_be_read_is_reported_and_the_other_buckets_are_drained() {
            Facts.commit(store, A, 1);
            broken.brokenBucket = (Outbox.bucketOf(A) + 1) % Outbox.BUCKETS;

            DrainReport report = dispatcher(store, broken).drain(10, inAMinute());

            assertThat(report.published()).isEqualTo(1);
            assertThat(report.unreadBuckets()).singleElement().asString().contains("bucket " + broken.brokenBucket);
            assertThat(report.idle()).isFalse();
        }

        @Test
        void an_advance_that_fails_repeats_events_and_loses_none() {
            Facts.commit(store, A, 2);
            broken.brokenFinish = true;
            broken.brokenPutOff = true;
            DispatchReport report = dispatcher(store, broken).dispatch(A, inAMinute());

            now = now.plus(LEASE);
            dispatcher.drain(1, inAMinute());

            assertThat(report.ending()).isEqualTo(Ending.PORT_FAILED);
            assertThat(report.published()).isEqualTo(2);
            assertThat(report.dispatchedTo()).isZero();
            assertThat(bus.revisionsOf(A)).containsExactly(1L, 2L, 1L, 2L);
            assertThat(seen).containsExactly("outbox failed", "outbox failed", "a@2");
        }

        @Test
        void a_finish_that_fails_is_made_up_for_by_putting_off() {
            Facts.commit(store, A, 2);
            broken.brokenFinish = true;
            DispatchReport report = dispatcher(store, broken).dispatch(A, inAMinute());

            dispatcher.drain(1, inAMinute());

            assertThat(report.ending()).isEqualTo(Ending.PORT_FAILED);
            assertThat(report.dispatchedTo()).isEqualTo(2);
            assertThat(bus.revisionsOf(A)).containsExactly(1L, 2L);
        }

        @Test
        void between_two_pages_what_was_published_is_recorded() {
            Facts.commit(store, A, 99);
            Facts.commit(store, A, 99);
            broken.brokenFinish = true;
            broken.brokenPutOff = true;

            dispatcher(store, broken).dispatch(A, inAMinute());

            assertThat(dispatchedTo(A)).isEqualTo(128);
        }

        @Test
        void a_stream_that_cannot_be_read_is_reported_and_others_are_published() {
            readsAllBut(A, () -> new PortException("down"));
        }

        @Test
        void so_is_a_stream_whose_events_need_a_class_that_is_missing() {
            readsAllBut(A, () -> {
                throw new NoClassDefFoundError("com/acme/Money");
            });
        }

        private void readsAllBut(StreamId broken, Supplier<PortException> failure) {
            Facts.commit(store, A, 1);
            Facts.commit(store, B, 1);
            EventReader reader = (stream, after, limit) -> {
                if (stream.equals(broken)) {
                    throw failure.get();
                }
                return store.read(stream, after, limit);
            };

            DrainReport report = dispatcher(reader, store).drain(10, inAMinute());

            assertThat(report.streams())
                    .extracting(DispatchReport::ending)
                    .containsExactlyInAnyOrder(Ending.PORT_FAILED, Ending.CLEAN);
            assertThat(bus.revisionsOf(B)).containsExactly(1L);
        }

        @Test
        void a_publisher_that_answers_for_too_few_events_is_not_believed() {
            Facts.commit(store, A, 2);
            EventPublisher forgetful = new EventPublisher() {
                @Override
                public CompletionStage<PublishReport> publish(List<? extends Envelope<?>> events, Deadline deadline) {
                    return CompletableFuture.completedFuture(new PublishReport(List.of()));
                }

                @Override
                public void resume(OrderingKey key) {}

                @Override
                public EventPublisher withOwnWithholding() {
                    return this;
                }
            };

            DispatchReport report = Dispatcher.builder(store, store, forgetful)
                    .clock(clock)
                    .lease(LEASE)
                    .observer(observer)
                    .pause(paused::add)
                    .build()
                    .dispatch(A, inAMinute());

            assertThat(report.ending()).isEqualTo(Ending.PORT_FAILED);
            assertThat(report.message()).contains("0 of 2");
            assertThat(dispatchedTo(A)).isZero();
        }
    }

    @Test
    void a_streams_bucket_never_changes() {
        assertThat(List.of("a", "order-1", "order-2", "\u20AC"))
                .extracting(name -> Outbox.bucketOf(new StreamId(name)))
                .containsExactly(7, 9, 8, 6);
    }

    @Test
    void streams_spread_over_all_buckets() {
        long[] count = new long[Outbox.BUCKETS];
        for (int i = 0; i < 16_000; i++) {
            count[Outbox.bucketOf(new StreamId("order-" + i))]++;
        }

        assertThat(LongStream.of(count).boxed()).allMatch(streams -> streams > 700 && streams < 1300);
    }
}

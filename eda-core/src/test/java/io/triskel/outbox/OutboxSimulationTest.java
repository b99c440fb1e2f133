package io.triskel.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.OrderingKey;
import io.triskel.event.StreamId;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.publish.EventPublisher;
import io.triskel.publish.PublishReport;
import io.triskel.publish.PublishReport.Entry;
import io.triskel.store.EventReader;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.EventReader.EventPage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OutboxSimulationTest {
    private static final int SEEDS =
            Integer.getInteger("triskel.outbox.seeds", Boolean.getBoolean("triskel.thorough") ? 500 : 100);

    private static List<String> violations(int seeds, LongFunction<OutboxSimulation> simulation) {
        return LongStream.range(0, seeds)
                .mapToObj(seed -> simulation
                        .apply(seed)
                        .run()
                        .map(violation -> "seed " + seed + ", " + violation)
                        .orElse(""))
                .filter(violation -> !violation.isEmpty())
                .toList();
    }

    @Test
    void every_event_is_published_and_first_occurrences_are_in_revision_order() {
        assertThat(violations(SEEDS, OutboxSimulation::right)).isEmpty();
    }

    @Test
    void they_are_too_when_clocks_differ_so_that_live_leases_are_stolen() {
        assertThat(violations(SEEDS / 2, seed -> OutboxSimulation.right(seed, Duration.ofSeconds(10))))
                .isEmpty();
        assertThat(violations(SEEDS / 2, seed -> OutboxSimulation.right(seed, Duration.ofMinutes(5))))
                .isEmpty();
    }

    @Nested
    class The_simulation_can_fail {
        /** Order does not hang on leases, but on this: a revision is sent only by who knows that the one before was accepted. */
        @Test
        void when_a_thief_of_a_lease_goes_on_behind_what_the_holder_has_only_sent() {
            assertThat(violations(
                            200,
                            seed -> new OutboxSimulation(
                                    seed,
                                    Duration.ofSeconds(10),
                                    UnaryOperator.identity(),
                                    Hasty::new,
                                    UnaryOperator.identity())))
                    .anyMatch(violation -> violation.contains("order") || violation.contains("lost"));
        }

        @Test
        void when_revision_6_is_published_before_5() {
            UnaryOperator<EventReader> swapping = reader -> (stream, after, limit) -> {
                EventPage page = reader.read(stream, after, limit);
                List<Envelope<?>> events = new ArrayList<>(page.events());
                for (int i = 0; i + 1 < events.size(); i++) {
                    if (Facts.revision(events.get(i)) == 5) {
                        Collections.swap(events, i, i + 1);
                        break;
                    }
                }
                return new EventPage(events, page.commits(), page.lastRevision(), page.more());
            };

            assertThat(violations(
                            200,
                            seed -> new OutboxSimulation(
                                    seed, Duration.ZERO, swapping, UnaryOperator.identity(), UnaryOperator.identity())))
                    .anyMatch(violation -> violation.contains("order"));
        }

        @Test
        void when_rejected_events_are_taken_for_accepted() {
            assertThat(violations(
                            200,
                            seed -> new OutboxSimulation(
                                    seed,
                                    Duration.ZERO,
                                    UnaryOperator.identity(),
                                    UnaryOperator.identity(),
                                    Believing::new)))
                    .anyMatch(violation -> violation.contains("lost") || violation.contains("order"));
        }

        @Test
        void when_a_stream_is_clean_once_its_lease_is_given_back() {
            assertThat(violations(
                            200,
                            seed -> new OutboxSimulation(
                                    seed,
                                    Duration.ZERO,
                                    UnaryOperator.identity(),
                                    Forgetful::new,
                                    UnaryOperator.identity())))
                    .anyMatch(violation -> violation.contains("lost"));
        }
    }

    private record Believing(EventPublisher inner) implements EventPublisher {
        @Override
        public CompletionStage<PublishReport> publish(List<? extends Envelope<?>> events, Deadline deadline) {
            return inner.publish(events, deadline)
                    .thenApply(report -> new PublishReport(report.entries().stream()
                            .<Entry>map(entry -> new Entry.Accepted(entry.event(), "p"))
                            .toList()));
        }

        @Override
        public void resume(OrderingKey key) {
            inner.resume(key);
        }

        @Override
        public EventPublisher withOwnWithholding() {
            return new Believing(inner.withOwnWithholding());
        }
    }

    /** Believes that what one holder was about to send is sent as soon as another one takes the lease. */
    private static final class Hasty implements Outbox {
        private final Outbox inner;
        private final Set<StreamId> leased = new HashSet<>();

        Hasty(Outbox inner) {
            this.inner = Objects.requireNonNull(inner);
        }

        @Override
        public List<StreamId> dirty(int bucket, Instant now, int limit) {
            return inner.dirty(bucket, now, limit);
        }

        @Override
        public Optional<DispatchLease> lease(StreamId stream, Instant now, Duration duration) {
            return inner.lease(stream, now, duration)
                    .map(lease -> leased.add(stream)
                            ? lease
                            : new DispatchLease(stream, lease.fence(), lease.dispatchedTo() + 1, lease.until()));
        }

        @Override
        public boolean advance(DispatchLease lease, long dispatchedTo) {
            return inner.advance(lease, dispatchedTo);
        }

        @Override
        public Finish finish(DispatchLease lease, long dispatchedTo, List<Commit> commits) {
            Finish finish = inner.finish(lease, dispatchedTo, commits);
            leased.remove(lease.stream());
            return finish;
        }

        @Override
        public boolean putOff(DispatchLease lease, long dispatchedTo, Instant dirtyFrom) {
            leased.remove(lease.stream());
            return inner.putOff(lease, dispatchedTo, dirtyFrom);
        }
    }

    private static final class Forgetful implements Outbox {
        private final Outbox inner;
        private final Set<StreamId> released = new HashSet<>();

        Forgetful(Outbox inner) {
            this.inner = Objects.requireNonNull(inner);
        }

        @Override
        public List<StreamId> dirty(int bucket, Instant now, int limit) {
            return inner.dirty(bucket, now, limit).stream()
                    .filter(stream -> !released.contains(stream))
                    .toList();
        }

        @Override
        public Optional<DispatchLease> lease(StreamId stream, Instant now, Duration duration) {
            return inner.lease(stream, now, duration);
        }

        @Override
        public boolean advance(DispatchLease lease, long dispatchedTo) {
            return inner.advance(lease, dispatchedTo);
        }

        @Override
        public Finish finish(DispatchLease lease, long dispatchedTo, List<Commit> commits) {
            released.add(lease.stream());
            return inner.finish(lease, dispatchedTo, commits);
        }

        @Override
        public boolean putOff(DispatchLease lease, long dispatchedTo, Instant dirtyFrom) {
            released.add(lease.stream());
            return inner.putOff(lease, dispatchedTo, dirtyFrom);
        }
    }
}

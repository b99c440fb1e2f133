package io.triskel.testkit.store;

import io.triskel.codec.EventCodec;
import io.triskel.event.StreamId;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.testkit.OutboxContract;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Outboxes that each get one thing wrong, as suites to run. */
final class OutboxMutants {
    private OutboxMutants() {}

    abstract static class Mutant extends OutboxContract {
        abstract DelegatingStore mutant();

        @Override
        protected Stores create(EventCodec codec) {
            DelegatingStore store = mutant();
            return new Stores(store, store);
        }
    }

    static final class Control extends Mutant {
        @Override
        DelegatingStore mutant() {
            return new DelegatingStore();
        }
    }

    /** Gives the last lease's fence to whoever advances or gives back. */
    static class IgnoresTheFence extends Mutant {
        @Override
        DelegatingStore mutant() {
            return new DelegatingStore() {
                private final Map<StreamId, DispatchLease> last = new ConcurrentHashMap<>();

                @Override
                public Optional<DispatchLease> lease(StreamId stream, Instant now, Duration duration) {
                    Optional<DispatchLease> lease = super.lease(stream, now, duration);
                    lease.ifPresent(given -> last.put(stream, given));
                    return lease;
                }

                @Override
                public boolean advance(DispatchLease lease, long dispatchedTo) {
                    return super.advance(last.getOrDefault(lease.stream(), lease), dispatchedTo);
                }

                @Override
                public void release(DispatchLease lease, Instant dirtyFrom) {
                    super.release(last.getOrDefault(lease.stream(), lease), dirtyFrom);
                }
            };
        }
    }

    static final class GivesTheLeaseToEveryone extends Mutant {
        @Override
        DelegatingStore mutant() {
            return new DelegatingStore() {
                @Override
                public Optional<DispatchLease> lease(StreamId stream, Instant now, Duration duration) {
                    return super.lease(stream, Instant.MAX.minus(duration), duration);
                }
            };
        }
    }

    static final class ForgetsWhatWasAppendedMeanwhile extends Mutant {
        @Override
        DelegatingStore mutant() {
            return new DelegatingStore() {
                private final Map<StreamId, Long> seen = new ConcurrentHashMap<>();
                private final Map<StreamId, Boolean> clean = new ConcurrentHashMap<>();

                @Override
                public Optional<DispatchLease> lease(StreamId stream, Instant now, Duration duration) {
                    seen.put(stream, right.read(stream, 0, 1).lastRevision());
                    return super.lease(stream, now, duration);
                }

                @Override
                public boolean advance(DispatchLease lease, long dispatchedTo) {
                    clean.put(lease.stream(), dispatchedTo == seen.getOrDefault(lease.stream(), 0L));
                    return super.advance(lease, dispatchedTo);
                }

                @Override
                public List<StreamId> dirty(int bucket, Instant now, int limit) {
                    return super.dirty(bucket, now, limit).stream()
                            .filter(stream -> !clean.getOrDefault(stream, false))
                            .toList();
                }
            };
        }
    }

    static final class NamesStuckStreamsFirst extends Mutant {
        @Override
        DelegatingStore mutant() {
            return new DelegatingStore() {
                @Override
                public List<StreamId> dirty(int bucket, Instant now, int limit) {
                    return super.dirty(bucket, Instant.MAX, limit);
                }
            };
        }
    }
}

package io.triskel.testkit.store;

import io.triskel.codec.EventCodec;
import io.triskel.event.StreamId;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.store.EventReader.Commit;
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
                public Finish finish(DispatchLease lease, long dispatchedTo, List<Commit> commits) {
                    return super.finish(last.getOrDefault(lease.stream(), lease), dispatchedTo, commits);
                }

                @Override
                public boolean putOff(DispatchLease lease, long dispatchedTo, Instant dirtyFrom) {
                    return super.putOff(last.getOrDefault(lease.stream(), lease), dispatchedTo, dirtyFrom);
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
                public Finish finish(DispatchLease lease, long dispatchedTo, List<Commit> commits) {
                    clean.put(lease.stream(), dispatchedTo == seen.getOrDefault(lease.stream(), 0L));
                    return super.finish(lease, dispatchedTo, commits);
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

    /** Gives a lease back although somebody was refused it. */
    static final class LosesTheMark extends Mutant {
        @Override
        DelegatingStore mutant() {
            return new DelegatingStore() {
                @Override
                public Finish finish(DispatchLease lease, long dispatchedTo, List<Commit> commits) {
                    Finish finish = super.finish(lease, dispatchedTo, commits);
                    return finish == Finish.MORE ? super.finish(lease, dispatchedTo, commits) : finish;
                }
            };
        }
    }

    /** Looks more often than once before it takes a mark off. */
    static final class TakesTheMarkOffTooLate extends Mutant {
        private static final int LOOKS = 3;

        @Override
        DelegatingStore mutant() {
            return new DelegatingStore() {
                private final Map<DispatchLease, Integer> looks = new ConcurrentHashMap<>();

                @Override
                public Finish finish(DispatchLease lease, long dispatchedTo, List<Commit> commits) {
                    int before = looks.getOrDefault(lease, 0);
                    if (before > 0 && before < LOOKS) {
                        looks.put(lease, before + 1);
                        return Finish.MORE;
                    }
                    Finish finish = super.finish(lease, dispatchedTo, commits);
                    if (finish == Finish.MORE) {
                        looks.putIfAbsent(lease, 1);
                    }
                    return finish;
                }
            };
        }
    }

    /** Gives the lease back, and records nothing. */
    static final class FinishesWithoutRecording extends Mutant {
        @Override
        DelegatingStore mutant() {
            return new DelegatingStore() {
                @Override
                public Finish finish(DispatchLease lease, long dispatchedTo, List<Commit> commits) {
                    return super.finish(lease, 0, commits);
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

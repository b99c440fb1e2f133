package io.triskel.testkit.store;

import io.triskel.codec.EventCodec;
import io.triskel.event.Envelope;
import io.triskel.event.StreamId;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.outbox.Outbox.LeasedAppend;
import io.triskel.outbox.Outbox.LeasingAppender;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventReader.Commit;
import io.triskel.testkit.LeasedAppendContract;
import io.triskel.testkit.OutboxContract;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Leasing appenders that each get one thing wrong, as suites to run. */
final class LeasedAppendMutants {
    private LeasedAppendMutants() {}

    /** A right leasing appender, of which each mutant makes one thing wrong. */
    static class Appender extends DelegatingStore implements LeasingAppender {
        @Override
        public LeasedAppend append(
                StreamId stream,
                Expectation expected,
                List<? extends Envelope<?>> events,
                CommandId commandId,
                Instant now,
                Duration duration) {
            return right.append(stream, expected, events, commandId, now, duration);
        }
    }

    abstract static class Mutant extends LeasedAppendContract {
        abstract Appender mutant();

        @Override
        protected OutboxContract.Stores create(EventCodec codec) {
            Appender store = mutant();
            return new OutboxContract.Stores(store, store);
        }
    }

    static final class Control extends Mutant {
        @Override
        Appender mutant() {
            return new Appender();
        }
    }

    static final class PublishesBehindWhatIsNotPublished extends Mutant {
        @Override
        Appender mutant() {
            return new Appender() {
                @Override
                public LeasedAppend append(
                        StreamId stream,
                        Expectation expected,
                        List<? extends Envelope<?>> events,
                        CommandId commandId,
                        Instant now,
                        Duration duration) {
                    DispatchLease claim = DispatchLease.claim(stream, expected.revision(), now.plus(duration));
                    return new LeasedAppend(
                            super.append(stream, expected, events, commandId, now, duration)
                                    .result(),
                            () -> Optional.of(claim));
                }
            };
        }
    }

    /** Counts what others appended since as published. */
    static final class RecordsOutOfOrder extends Mutant {
        @Override
        Appender mutant() {
            return new Appender() {
                @Override
                public Finish finish(DispatchLease lease, long dispatchedTo, List<Commit> commits) {
                    long last = right.read(lease.stream(), 0, 1).lastRevision();
                    return super.finish(lease, lease.isClaim() ? last : dispatchedTo, commits);
                }
            };
        }
    }

    static final class LeasesWhatIsClaimed extends Mutant {
        @Override
        Appender mutant() {
            return new Appender() {
                @Override
                public Optional<DispatchLease> lease(StreamId stream, Instant now, Duration duration) {
                    return super.lease(stream, now.plus(duration), duration);
                }
            };
        }
    }

    static final class ForgetsWhoWaits extends Mutant {
        @Override
        Appender mutant() {
            return new Appender() {
                @Override
                public Finish finish(DispatchLease lease, long dispatchedTo, List<Commit> commits) {
                    Finish finish = super.finish(lease, dispatchedTo, commits);
                    return lease.isClaim() && finish == Finish.MORE ? Finish.RELEASED : finish;
                }
            };
        }
    }
}

package io.triskel.testkit.store;

import io.triskel.codec.EventCodec;
import io.triskel.event.Envelope;
import io.triskel.event.StreamId;
import io.triskel.outbox.Outbox;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.outbox.Outbox.LeasedAppend;
import io.triskel.outbox.Outbox.LeasingAppender;
import io.triskel.store.Checkpoints;
import io.triskel.store.Checkpoints.Checkpoint;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.EventReader.EventPage;
import io.triskel.store.EventStore;
import io.triskel.store.Snapshots;
import io.triskel.store.Snapshots.Snapshot;
import io.triskel.testkit.CheckpointsContract;
import io.triskel.testkit.EncodedEventStoreContract;
import io.triskel.testkit.EventStoreContract;
import io.triskel.testkit.LeasedAppendContract;
import io.triskel.testkit.OutboxContract;
import io.triskel.testkit.SnapshotsContract;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Stores that answer and do nothing, and the suites that must fail on them to the last test. */
final class DoNothing implements EventStore, LeasingAppender, Outbox, Snapshots, Checkpoints {
    @Override
    public EventPage read(StreamId stream, long afterRevision, int limit) {
        return new EventPage(List.of(), List.of(), 0, false);
    }

    @Override
    public AppendResult append(
            StreamId stream, Expectation expected, List<? extends Envelope<?>> events, CommandId commandId) {
        return new AppendResult.Committed(0, 0);
    }

    @Override
    public LeasedAppend append(
            StreamId stream,
            Expectation expected,
            List<? extends Envelope<?>> events,
            CommandId commandId,
            Instant now,
            Duration duration) {
        return new LeasedAppend(new AppendResult.Committed(0, 0), Optional::empty);
    }

    @Override
    public List<StreamId> dirty(int bucket, Instant now, int limit) {
        return List.of();
    }

    @Override
    public Optional<DispatchLease> lease(StreamId stream, Instant now, Duration duration) {
        return Optional.empty();
    }

    @Override
    public boolean advance(DispatchLease lease, long dispatchedTo) {
        return false;
    }

    @Override
    public Finish finish(DispatchLease lease, long dispatchedTo, List<Commit> commits) {
        return Finish.FENCED;
    }

    @Override
    public boolean putOff(DispatchLease lease, long dispatchedTo, Instant dirtyFrom) {
        return false;
    }

    @Override
    public Optional<Snapshot> load(StreamId stream, String fingerprint) {
        return Optional.empty();
    }

    @Override
    public void save(StreamId stream, Snapshot snapshot) {}

    @Override
    public Optional<Checkpoint> find(String name) {
        return Optional.empty();
    }

    @Override
    public Checkpoint claim(String name) {
        return new Checkpoint("nothing", Optional.empty(), 1);
    }

    @Override
    public Optional<Checkpoint> save(Checkpoint held, String position) {
        return Optional.empty();
    }

    static final class Events extends EventStoreContract {
        @Override
        protected EventStore create(EventCodec codec) {
            return new DoNothing();
        }
    }

    static final class EncodedEvents extends EncodedEventStoreContract {
        @Override
        protected EventStore open(EventCodec codec) {
            return new DoNothing();
        }
    }

    static final class Publishing extends OutboxContract {
        @Override
        protected Stores create(EventCodec codec) {
            return new Stores(new DoNothing(), new DoNothing());
        }
    }

    static final class Leasing extends LeasedAppendContract {
        @Override
        protected OutboxContract.Stores create(EventCodec codec) {
            return new OutboxContract.Stores(new DoNothing(), new DoNothing());
        }
    }

    static final class States extends SnapshotsContract {
        @Override
        protected Snapshots create() {
            return new DoNothing();
        }
    }

    static final class Places extends CheckpointsContract {
        @Override
        protected Checkpoints create() {
            return new DoNothing();
        }
    }
}

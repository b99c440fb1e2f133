package io.triskel.testkit.store;

import io.triskel.event.Envelope;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryEventStore;
import io.triskel.outbox.Outbox;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.EventReader.EventPage;
import io.triskel.store.EventStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A right store, of which each mutant makes one thing wrong. */
class DelegatingStore implements EventStore, Outbox {
    final InMemoryEventStore right = InMemoryEventStore.ofObjects();

    @Override
    public EventPage read(StreamId stream, long afterRevision, int limit) {
        return right.read(stream, afterRevision, limit);
    }

    @Override
    public AppendResult append(
            StreamId stream, Expectation expected, List<? extends Envelope<?>> events, CommandId commandId) {
        return right.append(stream, expected, events, commandId);
    }

    @Override
    public List<StreamId> dirty(int bucket, Instant now, int limit) {
        return right.dirty(bucket, now, limit);
    }

    @Override
    public List<Unpublished> unpublished(int bucket, Instant now, int limit) {
        return right.unpublished(bucket, now, limit);
    }

    @Override
    public Optional<DispatchLease> lease(StreamId stream, Instant now, Duration duration) {
        return right.lease(stream, now, duration);
    }

    @Override
    public boolean advance(DispatchLease lease, long dispatchedTo) {
        return right.advance(lease, dispatchedTo);
    }

    @Override
    public Finish finish(DispatchLease lease, long dispatchedTo, List<Commit> commits) {
        return right.finish(lease, dispatchedTo, commits);
    }

    @Override
    public boolean putOff(DispatchLease lease, long dispatchedTo, Instant dirtyFrom) {
        return right.putOff(lease, dispatchedTo, dirtyFrom);
    }
}

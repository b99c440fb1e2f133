package io.triskel.testkit;

import io.triskel.event.StreamId;
import io.triskel.outbox.Outbox;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.store.EventReader.Commit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Lists one stream and leases it to every caller, for suites about the store that a dispatcher reads. */
final class OutboxOfOneStream implements Outbox {
    private final StreamId stream;
    private long dispatchedTo;
    private long fence;

    OutboxOfOneStream(StreamId stream) {
        this.stream = stream;
    }

    @Override
    public List<StreamId> dirty(int bucket, Instant now, int limit) {
        return bucket == Outbox.bucketOf(stream) ? List.of(stream) : List.of();
    }

    @Override
    public Optional<DispatchLease> lease(StreamId asked, Instant now, Duration duration) {
        return Optional.of(new DispatchLease(asked, ++fence, dispatchedTo, now.plus(duration)));
    }

    @Override
    public boolean advance(DispatchLease lease, long to) {
        dispatchedTo = to;
        return true;
    }

    @Override
    public Finish finish(DispatchLease lease, long to, List<Commit> commits) {
        dispatchedTo = to;
        return Finish.RELEASED;
    }

    @Override
    public boolean putOff(DispatchLease lease, long to, Instant dirtyFrom) {
        dispatchedTo = to;
        return true;
    }
}

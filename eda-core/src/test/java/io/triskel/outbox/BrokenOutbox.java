package io.triskel.outbox;

import io.triskel.event.PortException;
import io.triskel.event.StreamId;
import io.triskel.outbox.Outbox.DispatchLease;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An outbox whose steps a test lets fail, without doing them. */
final class BrokenOutbox implements Outbox {
    private final Outbox inner;
    boolean brokenLease;
    boolean brokenAdvance;
    boolean brokenRelease;
    int brokenBucket = -1;

    BrokenOutbox(Outbox inner) {
        this.inner = inner;
    }

    @Override
    public List<StreamId> dirty(int bucket, Instant now, int limit) {
        failIf(bucket == brokenBucket);
        return inner.dirty(bucket, now, limit);
    }

    @Override
    public Optional<DispatchLease> lease(StreamId stream, Instant now, Duration duration) {
        failIf(brokenLease);
        return inner.lease(stream, now, duration);
    }

    @Override
    public boolean advance(DispatchLease lease, long dispatchedTo) {
        failIf(brokenAdvance);
        return inner.advance(lease, dispatchedTo);
    }

    @Override
    public void release(DispatchLease lease, Instant dirtyFrom) {
        failIf(brokenRelease);
        inner.release(lease, dirtyFrom);
    }

    private static void failIf(boolean broken) {
        if (broken) {
            throw new PortException("down");
        }
    }
}

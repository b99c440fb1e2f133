package io.triskel.outbox;

import io.triskel.event.PortException;
import io.triskel.event.StreamId;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.store.EventReader.Commit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An outbox whose steps a test lets fail, without doing them. */
final class BrokenOutbox implements Outbox {
    private final Outbox inner;
    boolean brokenLease;
    boolean brokenAdvance;
    boolean brokenFinish;
    boolean brokenPutOff;
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
    public Finish finish(DispatchLease lease, long dispatchedTo, List<Commit> commits) {
        failIf(brokenFinish);
        return inner.finish(lease, dispatchedTo, commits);
    }

    @Override
    public boolean putOff(DispatchLease lease, long dispatchedTo, Instant dirtyFrom) {
        failIf(brokenPutOff);
        return inner.putOff(lease, dispatchedTo, dirtyFrom);
    }

    private static void failIf(boolean broken) {
        if (broken) {
            throw new PortException("down");
        }
    }
}

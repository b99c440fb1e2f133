package io.triskel.spi;

import io.triskel.event.ForAdapters;
import io.triskel.event.StreamId;
import io.triskel.outbox.Outbox;
import io.triskel.outbox.Outbox.DispatchLease;
import io.triskel.outbox.Outbox.Finish;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The state machine of outboxes: how far a stream is published and who publishes it, as stored in the stream's head, and
 * the next entry after each step of {@link Outbox}. The store writes the next entry if this one is still stored; else it
 * repeats the step with the stored one.
 *
 * <p>The store orders a concurrent mark and {@link #finish}: either the holder sees the mark and reads newer commits, or
 * the process that wanted to mark the lease finds it released, and takes it.
 *
 * @param dispatchedTo the revision up to which all events are published
 * @param fence of the last lease; 0 if there was none
 * @param leasedUntil when the last lease expires; empty once it is released
 * @param wanted whether a process was refused the lease since it was taken, or since its holder last read
 */
@ForAdapters
public record DispatchEntry(long dispatchedTo, long fence, Optional<Instant> leasedUntil, boolean wanted) {
    /** {@return the entry of a stream without published events} */
    public static DispatchEntry none() {
        return new DispatchEntry(0, 0, Optional.empty(), false);
    }

    /** {@return whether this is the last lease of the stream} */
    public boolean heldBy(DispatchLease lease) {
        return fence == lease.fence();
    }

    /** Leases the stream with the next fence, or marks the unexpired lease. */
    public Change<DispatchEntry, Optional<DispatchLease>> lease(StreamId stream, Instant now, Duration duration) {
        if (leasedUntil.filter(until -> until.isAfter(now)).isPresent()) {
            return wanted ? Change.nothing(Optional.empty()) : write(leasedUntil, true, Optional.empty());
        }
        Instant until = now.plus(duration);
        return Change.write(
                new DispatchEntry(dispatchedTo, fence + 1, Optional.of(until), false),
                Optional.of(new DispatchLease(stream, fence + 1, dispatchedTo, until)));
    }

    /** Records a revision. */
    public Change<DispatchEntry, Boolean> advance(DispatchLease lease, long to) {
        return heldBy(lease) && to >= dispatchedTo
                ? Change.write(new DispatchEntry(to, fence, leasedUntil, wanted), true)
                : Change.nothing(false);
    }

    /** Records a revision and releases the lease, or clears its mark. */
    public Change<DispatchEntry, Finish> finish(DispatchLease lease, long to) {
        if (!heldBy(lease)) {
            return Change.nothing(Finish.FENCED);
        }
        return reached(to)
                .write(wanted ? leasedUntil : Optional.empty(), false, wanted ? Finish.MORE : Finish.RELEASED);
    }

    /** Records a revision and releases the lease, marked or not; returns whether it was the last lease. */
    public Change<DispatchEntry, Boolean> putOff(DispatchLease lease, long to) {
        return heldBy(lease) ? reached(to).write(Optional.empty(), false, true) : Change.nothing(false);
    }

    /** {@return the same entry with at least this revision} */
    public DispatchEntry reached(long to) {
        return new DispatchEntry(Math.max(dispatchedTo, to), fence, leasedUntil, wanted);
    }

    /** {@return the same entry with a marked lease} */
    public DispatchEntry marked() {
        return new DispatchEntry(dispatchedTo, fence, leasedUntil, true);
    }

    private <T> Change<DispatchEntry, T> write(Optional<Instant> until, boolean marked, T answer) {
        return Change.write(new DispatchEntry(dispatchedTo, fence, until, marked), answer);
    }
}

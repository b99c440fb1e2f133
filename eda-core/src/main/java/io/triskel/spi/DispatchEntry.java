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
 * For authors of outboxes: how far a stream is published and who publishes it, as a store keeps it in the stream's head, and
 * what it is after each step of {@link Outbox}. An entry is immutable: the store writes the next one on condition that this one
 * is still stored, else it repeats the step with the stored one.
 *
 * <p>A mark and {@link #finish} that happen at the same time are ordered by the store: either the holder sees the mark and
 * reads on, or the process that wanted to mark the lease finds it given back, and takes it.
 *
 * @param dispatchedTo everything up to and including this revision is published
 * @param fence of the last lease; 0 if there was none
 * @param leasedUntil when the last lease runs out; empty once it is given back
 * @param wanted whether someone was refused the lease since it was taken, or since its holder read on
 */
@ForAdapters
public record DispatchEntry(long dispatchedTo, long fence, Optional<Instant> leasedUntil, boolean wanted) {
    /** {@return the entry of a stream of which nothing was published} */
    public static DispatchEntry none() {
        return new DispatchEntry(0, 0, Optional.empty(), false);
    }

    /** {@return whether this is the last lease of the stream} */
    public boolean heldBy(DispatchLease lease) {
        return fence == lease.fence();
    }

    /** Leases the stream with the next fence, or marks the lease that has not run out. */
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

    /** Records a revision and gives the lease back, or takes the mark off it. */
    public Change<DispatchEntry, Finish> finish(DispatchLease lease, long to) {
        if (!heldBy(lease)) {
            return Change.nothing(Finish.FENCED);
        }
        return reached(to)
                .write(wanted ? leasedUntil : Optional.empty(), false, wanted ? Finish.MORE : Finish.RELEASED);
    }

    /** Records a revision and gives the lease back, marked or not; answers whether the lease was the last one. */
    public Change<DispatchEntry, Boolean> putOff(DispatchLease lease, long to) {
        return heldBy(lease) ? reached(to).write(Optional.empty(), false, true) : Change.nothing(false);
    }

    private DispatchEntry reached(long to) {
        return new DispatchEntry(Math.max(dispatchedTo, to), fence, leasedUntil, wanted);
    }

    private <T> Change<DispatchEntry, T> write(Optional<Instant> until, boolean marked, T answer) {
        return Change.write(new DispatchEntry(dispatchedTo, fence, until, marked), answer);
    }
}

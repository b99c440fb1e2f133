package io.triskel.spi;

import io.triskel.event.ForAdapters;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot;
import io.triskel.parking.ParkingLot.LaneLease;
import io.triskel.parking.ParkingLot.ParkResult;
import io.triskel.parking.ParkingLot.ParkedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * For authors of parking lots: the head of one lane as a store keeps it, and the next head after each step of {@link ParkingLot}.
 * The head counts the lane's events; each event is a row of its own under its place, unless the store keeps the order of the
 * events with the head.
 *
 * <p>A head is immutable: the store writes the next head, and the event's row with it or before it, on condition that this
 * head is still stored, else it repeats the step with the stored one. So of two callers that race for a lane one comes second
 * and sees the other's change:
 *
 * <ul>
 *   <li>an event that is parked behind others while the lane is opened finds the lane open, and is attempted;
 *   <li>an opening while an event arrives finds the lane not empty, and the lane stays parked;
 *   <li>a replay that goes on after another one took the lane finds a later fence, and changes nothing.
 * </ul>
 *
 * <p>The head of an opened lane is kept until {@link #expires}: a lane that is parked again continues its earlier fences.
 *
 * @param parked whether events of the lane queue
 * @param fence of the last lease; opening the lane raises it too, which ends that lease
 * @param leaseEnd of the last lease, unless it was given back
 * @param due when the lane is to be replayed; empty for only on demand
 * @param count how many events wait
 * @param next the place of the next event, 1 or more; places grow and are given once, so their order is that of arrival
 */
@ForAdapters
public record LaneEntry(
        boolean parked, long fence, Optional<Instant> leaseEnd, Optional<Instant> due, long count, long next) {
    /** How long the head of an open lane is kept after its last lease: longer than any replay goes on with an ended lease. */
    public static final Duration KEPT = Duration.ofDays(30);

    /** The due time of a lane that must be replayed or opened as soon as possible. */
    private static final Optional<Instant> AT_ONCE = Optional.of(Instant.EPOCH);

    /** {@return the head of a lane that was never parked} */
    public static LaneEntry absent() {
        return absentSince(0);
    }

    /**
     * {@return the head of a lane that has none stored, in a store that deletes the heads of open lanes}
     *
     * @param fence the highest fence of all deleted heads, so that no earlier lease fits the lane
     */
    public static LaneEntry absentSince(long fence) {
        return new LaneEntry(false, fence, Optional.empty(), Optional.empty(), 0, 1);
    }

    /** {@return whether the lane has a lease that has not ended} */
    public boolean leased(Instant now) {
        return leaseEnd.filter(end -> end.isAfter(now)).isPresent();
    }

    /** {@return whether this is the lane's last lease, and the lane was not opened since} */
    public boolean heldBy(LaneLease lease) {
        return parked && fence == lease.fence();
    }

    /** {@return whether the lane is to be replayed now: it is due, and not leased} */
    public boolean isDue(Instant now) {
        return parked && due.filter(at -> !at.isAfter(now)).isPresent() && !leased(now);
    }

    /** {@return the first moment at which the lane is due and not leased, for an index that finds due lanes} */
    public Optional<Instant> wake() {
        return due.map(at -> leaseEnd.filter(at::isBefore).orElse(at));
    }

    /** {@return when the head may be deleted, if the lane is open} */
    public Optional<Instant> expires() {
        return parked ? Optional.empty() : leaseEnd.map(end -> end.plus(KEPT));
    }

    /**
     * Appends an event at the place {@link #next}. The first event parks the lane and sets when it is due.
     *
     * @param opens whether an open lane is parked by the event; if not, nothing is written for an open lane
     * @param has whether the lane has the event already; asked only if the lane is parked
     * @param room the most events of a lane
     */
    public Change<LaneEntry, ParkResult> park(ParkedEvent event, boolean opens, BooleanSupplier has, int room) {
        if (!parked && !opens) {
            return Change.nothing(ParkResult.open());
        }
        if (parked && has.getAsBoolean()) {
            return Change.nothing(ParkResult.parked());
        }
        if (count >= room) {
            return Change.nothing(new ParkResult.Full(room));
        }
        LaneEntry more = new LaneEntry(
                true,
                fence,
                parked ? leaseEnd : Optional.empty(),
                parked ? due : event.replayAt(),
                count + 1,
                next + 1);
        return Change.write(more, ParkResult.parked());
    }

    /** Leases a parked lane with the next fence, unless it is leased. */
    public Change<LaneEntry, Optional<LaneLease>> lease(String consumer, Lane lane, Instant now, Duration duration) {
        if (!parked || leased(now)) {
            return Change.nothing(Optional.empty());
        }
        Instant end = now.plus(duration);
        LaneEntry held = new LaneEntry(true, fence + 1, Optional.of(end), due, count, next);
        return Change.write(held, Optional.of(new LaneLease(consumer, lane, fence + 1, end)));
    }

    /**
     * Removes the first event. The lane is due at once, since the next event has waited long enough or an empty lane must be
     * opened.
     *
     * @param head gives the event to remove, if it is the first; asked only if the lease holds the lane
     * @return the event of {@code head}, if it is removed
     */
    public <P> Change<LaneEntry, Optional<P>> remove(LaneLease lease, Supplier<Optional<P>> head) {
        return under(lease, head, there -> fewer(true));
    }

    /**
     * Lets the first event wait on, and the lane with it.
     *
     * @param head gives the event that waits, if it is the first; asked only if the lease holds the lane
     * @param until when the lane is due; empty for only on demand
     * @return the event of {@code head}, if it waits on
     */
    public <P> Change<LaneEntry, Optional<P>> postpone(
            LaneLease lease, Supplier<Optional<P>> head, Optional<Instant> until) {
        return under(lease, head, there -> with(leaseEnd, until, count));
    }

    /**
     * Removes an event at any place; if it is the first, the lane is due at once.
     *
     * @param event gives the event to remove, if the lane has it; asked only if the lease holds the lane
     * @param isHead whether that event is the first
     * @return the event of {@code event}, if it is removed
     */
    public <P> Change<LaneEntry, Optional<P>> discard(
            LaneLease lease, Supplier<Optional<P>> event, Predicate<P> isHead) {
        return under(lease, event, there -> fewer(isHead.test(there)));
    }

    /** Opens an empty lane. The fence grows, so that no earlier lease fits the lane once it is parked again. */
    public Change<LaneEntry, Boolean> open(LaneLease lease) {
        return heldBy(lease) && count == 0
                ? Change.write(new LaneEntry(false, fence + 1, leaseEnd, Optional.empty(), 0, next), true)
                : Change.nothing(false);
    }

    /** Gives the lease back. The fence stays, so this lease may still be used until the next one is taken. */
    public Change<LaneEntry, Boolean> release(LaneLease lease) {
        return heldBy(lease) ? Change.write(with(Optional.empty(), due, count), true) : Change.nothing(false);
    }

    private <P> Change<LaneEntry, Optional<P>> under(
            LaneLease lease, Supplier<Optional<P>> event, Function<P, LaneEntry> next) {
        Optional<P> there = heldBy(lease) ? event.get() : Optional.empty();
        return new Change<>(there.map(next), there);
    }

    private LaneEntry fewer(boolean withoutHead) {
        return with(leaseEnd, withoutHead ? AT_ONCE : due, count - 1);
    }

    private LaneEntry with(Optional<Instant> newEnd, Optional<Instant> newDue, long newCount) {
        return new LaneEntry(parked, fence, newEnd, newDue, newCount, next);
    }
}

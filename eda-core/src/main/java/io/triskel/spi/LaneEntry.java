package io.triskel.spi;

import io.triskel.event.ForAdapters;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot;
import io.triskel.parking.ParkingLot.HeldLane;
import io.triskel.parking.ParkingLot.HeldLane.Head;
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
 * The state machine of parking lots: the head of one lane as stored, and the next head after each step of
 * {@link ParkingLot}. The head counts the lane's events; each event is its own row under its number, unless the store keeps the
 * order of the events with the head.
 *
 * <p>The store writes the next head, and the event's row with it or before it, if this head is still stored; else it
 * repeats the step with the stored one. So of two callers that race for a lane, the second sees the first one's change:
 *
 * <ul>
 *   <li>an event to be parked behind others finds the lane just opened, and is attempted;
 *   <li>an opening finds a new event in the lane, and the lane stays parked;
 *   <li>a replay that lost the lane to another finds a later fence, and changes nothing.
 * </ul>
 *
 * <p>The head of an opened lane is kept until {@link #expires}: a lane that is parked again continues its earlier fences.
 *
 * @param parked whether events of the lane queue
 * @param fence of the last lease; opening the lane raises it too, which voids that lease
 * @param leaseEnd of the last lease, unless released
 * @param due when the lane is to be replayed; empty for only on demand
 * @param count how many events wait
 * @param next the number of the next event, at least 1; numbers grow and are used once, in order of arrival
 * @param head the first event, if the step that made it the first knew it
 */
@ForAdapters
public record LaneEntry(
        boolean parked,
        long fence,
        Optional<Instant> leaseEnd,
        Optional<Instant> due,
        long count,
        long next,
        Optional<Head> head) {
    /**
     * How long the head of an open lane is kept after its last lease: longer than any replay continues with an expired
     * lease.
     */
    public static final Duration KEPT = Duration.ofDays(30);

    /** The due time of a lane that must be replayed or opened as soon as possible. */
    private static final Optional<Instant> AT_ONCE = Optional.of(Instant.EPOCH);

    /** {@return the head of a lane that was never parked} */
    public static LaneEntry absent() {
        return absentSince(0);
    }

    /**
     * {@return the head of a lane without a stored head, in a store that deletes the heads of open lanes}
     *
     * @param fence the highest fence of all deleted heads, so that no earlier lease fits the lane
     */
    public static LaneEntry absentSince(long fence) {
        return new LaneEntry(false, fence, Optional.empty(), Optional.empty(), 0, 1, Optional.empty());
    }

    /** {@return whether the lane has an unexpired lease} */
    public boolean leased(Instant now) {
        return leaseEnd.filter(end -> end.isAfter(now)).isPresent();
    }

    /** {@return whether this is the lane's last lease, and the lane was not opened since} */
    public boolean heldBy(LaneLease lease) {
        return parked && fence == lease.fence();
    }

    /** {@return whether the lane is due and not leased} */
    public boolean isDue(Instant now) {
        return parked && due.filter(at -> !at.isAfter(now)).isPresent() && !leased(now);
    }

    /** {@return the first moment at which the lane is due and not leased, for an index that finds due lanes} */
    public Optional<Instant> wake() {
        return due.map(at -> leaseEnd.filter(at::isBefore).orElse(at));
    }

    /** {@return the lane for people, if it is parked} */
    public Optional<HeldLane> held(Lane lane) {
        return parked ? Optional.of(new HeldLane(lane, count, head, due, leaseEnd)) : Optional.empty();
    }

    /** {@return when the head may be deleted, if the lane is open} */
    public Optional<Instant> expires() {
        return parked ? Optional.empty() : leaseEnd.map(end -> end.plus(KEPT));
    }

    /**
     * Appends an event under the number {@link #next}. The first event parks the lane and sets when it is due.
     *
     * @param opens whether the event parks an open lane; if not, nothing is written for an open lane
     * @param has whether the lane already has the event; asked only if the lane is parked
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
                next + 1,
                parked && count > 0 ? head : Optional.of(Head.of(event)));
        return Change.write(more, ParkResult.parked());
    }

    /** Leases a parked lane with the next fence, unless it is leased. */
    public Change<LaneEntry, Optional<LaneLease>> lease(String consumer, Lane lane, Instant now, Duration duration) {
        if (!parked || leased(now)) {
            return Change.nothing(Optional.empty());
        }
        Instant end = now.plus(duration);
        LaneEntry held = new LaneEntry(true, fence + 1, Optional.of(end), due, count, next, head);
        return Change.write(held, Optional.of(new LaneLease(consumer, lane, fence + 1, end)));
    }

    /**
     * Removes the first event. The lane is due immediately: the next event has waited long enough, or the empty lane must
     * be opened.
     *
     * @param first returns the event to remove, if it is the first; asked only if the lease holds the lane
     * @return the event of {@code first}, if it is removed
     */
    public <P> Change<LaneEntry, Optional<P>> remove(LaneLease lease, Supplier<Optional<P>> first) {
        return under(lease, first, there -> fewer(true));
    }

    /**
     * Postpones the first event, and with it the lane.
     *
     * @param first returns the postponed event, if it is the first; asked only if the lease holds the lane
     * @param waiting why it keeps waiting, and until when
     * @return the event of {@code first}, if it was postponed
     */
    public <P> Change<LaneEntry, Optional<P>> postpone(
            LaneLease lease, Supplier<Optional<P>> first, ParkedEvent waiting) {
        return under(lease, first, there -> with(leaseEnd, waiting.replayAt(), count, Optional.of(Head.of(waiting))));
    }

    /**
     * Removes any event; if it is the first, the lane is due immediately.
     *
     * @param event returns the event to remove, if the lane has it; asked only if the lease holds the lane
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
                ? Change.write(
                        new LaneEntry(false, fence + 1, leaseEnd, Optional.empty(), 0, next, Optional.empty()), true)
                : Change.nothing(false);
    }

    /** Releases the lease. The fence stays, so this lease may still be used until the next one is taken. */
    public Change<LaneEntry, Boolean> release(LaneLease lease) {
        return heldBy(lease) ? Change.write(with(Optional.empty(), due, count, head), true) : Change.nothing(false);
    }

    private <P> Change<LaneEntry, Optional<P>> under(
            LaneLease lease, Supplier<Optional<P>> event, Function<P, LaneEntry> next) {
        Optional<P> there = heldBy(lease) ? event.get() : Optional.empty();
        return new Change<>(there.map(next), there);
    }

    private LaneEntry fewer(boolean withoutHead) {
        return with(leaseEnd, withoutHead ? AT_ONCE : due, count - 1, withoutHead ? Optional.empty() : head);
    }

    private LaneEntry with(Optional<Instant> newEnd, Optional<Instant> newDue, long newCount, Optional<Head> newHead) {
        return new LaneEntry(parked, fence, newEnd, newDue, newCount, next, newHead);
    }
}

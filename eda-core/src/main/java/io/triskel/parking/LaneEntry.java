package io.triskel.parking;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * For those who write a parking lot: one lane's head as a store keeps it, and what a step of {@link ParkingLot} makes of it.
 * The head counts the lane's events; each is a row of its own under its place, unless the store keeps their order with the
 * head.
 *
 * <p>A step changes nothing here: the store writes the next head, and the event's row with it or before it, on condition
 * that this head is still there, else it starts again with the one that is. So of two that race for a lane one comes second,
 * and sees what the first has done:
 *
 * <ul>
 *   <li>an event that is parked behind others while the lane is opened finds it open, and is attempted;
 *   <li>an opening while an event arrives finds the lane not empty, and the lane stays parked;
 *   <li>whoever goes on replaying after somebody else took the lane finds a later fence, and changes nothing.
 * </ul>
 *
 * <p>A head outlives its lane until {@link #expires}, so that a lane that is parked again goes on with the fences from before.
 *
 * @param parked whether events of the lane queue
 * @param fence of the last lease; opening the lane raises it too, which ends that lease
 * @param leaseEnd of the last lease, unless it was given back
 * @param due when the lane is to be replayed, if by itself
 * @param count how many events wait
 * @param next the place of the next event, 1 or more; places grow and are given once, so their order is that of arrival
 */
public record LaneEntry(
        boolean parked, long fence, Optional<Instant> leaseEnd, Optional<Instant> due, long count, long next) {
    /** How long the head of an open lane is kept after its last lease: longer than anybody goes on with one. */
    public static final Duration KEPT = Duration.ofDays(30);

    /** When a lane is due that has to be looked at as soon as possible. */
    private static final Optional<Instant> AT_ONCE = Optional.of(Instant.EPOCH);

    /**
     * What a step comes to.
     *
     * @param next what to write; empty if nothing
     * @param answer what to say once that is written
     */
    public record Step<T>(Optional<LaneEntry> next, T answer) {
        private static <T> Step<T> nothing(T answer) {
            return new Step<>(Optional.empty(), answer);
        }
    }

    /** {@return what stands for a lane that was never parked} */
    public static LaneEntry absent() {
        return absentSince(0);
    }

    /**
     * {@return what stands for a lane without a head, in a store that deletes the heads of open lanes}
     *
     * @param fence the highest of all heads that were deleted, so that no lease from before fits the lane
     */
    public static LaneEntry absentSince(long fence) {
        return new LaneEntry(false, fence, Optional.empty(), Optional.empty(), 0, 1);
    }

    /** {@return whether somebody has the lane} */
    public boolean leased(Instant now) {
        return leaseEnd.filter(end -> end.isAfter(now)).isPresent();
    }

    /** {@return whether this is the lane's last lease, and the lane was not opened since} */
    public boolean heldBy(LaneLease lease) {
        return parked && fence == lease.fence();
    }

    /** {@return whether the lane is to be replayed now: its time has come, and nobody has it} */
    public boolean isDue(Instant now) {
        return parked && due.filter(at -> !at.isAfter(now)).isPresent() && !leased(now);
    }

    /** {@return when the lane is due and nobody has it any more, for an index by which due lanes are found} */
    public Optional<Instant> wake() {
        return due.map(at -> leaseEnd.filter(at::isBefore).orElse(at));
    }

    /** {@return when the head may go, if the lane is open} */
    public Optional<Instant> expires() {
        return parked ? Optional.empty() : leaseEnd.map(end -> end.plus(KEPT));
    }

    /**
     * One more event, in the place of {@link #next}. The first one parks the lane, and says when it is due.
     *
     * @param opens whether an open lane is parked; if not, nothing is written for one
     * @param has whether the lane has the event already; asked only if it is parked
     * @param room the most events of a lane
     */
    public Step<ParkResult> park(ParkedEvent event, boolean opens, BooleanSupplier has, int room) {
        if (!parked && !opens) {
            return Step.nothing(ParkResult.open());
        }
        if (parked && has.getAsBoolean()) {
            return Step.nothing(ParkResult.parked());
        }
        if (count >= room) {
            return Step.nothing(new ParkResult.Full(room));
        }
        LaneEntry more = new LaneEntry(
                true,
                fence,
                parked ? leaseEnd : Optional.empty(),
                parked ? due : event.replayAt(),
                count + 1,
                next + 1);
        return write(more, ParkResult.parked());
    }

    /** A lease of a parked lane, unless somebody has it: the next fence. */
    public Step<Optional<LaneLease>> lease(String consumer, Lane lane, Instant now, Duration duration) {
        if (!parked || leased(now)) {
            return Step.nothing(Optional.empty());
        }
        Instant end = now.plus(duration);
        LaneEntry held = new LaneEntry(true, fence + 1, Optional.of(end), due, count, next);
        return write(held, Optional.of(new LaneLease(consumer, lane, fence + 1, end)));
    }

    /**
     * Without the head. What is behind it has waited long enough, and an empty lane has to be opened: the lane is due at once.
     *
     * @param head the event that is to go, if it is the head; asked only under the lease
     * @return what {@code head} gave, if it goes
     */
    public <P> Step<Optional<P>> remove(LaneLease lease, Supplier<Optional<P>> head) {
        return under(lease, head, there -> fewer(true));
    }

    /**
     * The head waits on, and the lane with it.
     *
     * @param head the event that waits, if it is the head; asked only under the lease
     * @param until when the lane is due; empty for not before somebody asks
     * @return what {@code head} gave, if it waits on
     */
    public <P> Step<Optional<P>> postpone(LaneLease lease, Supplier<Optional<P>> head, Optional<Instant> until) {
        return under(lease, head, there -> with(leaseEnd, until, count));
    }

    /**
     * Without any event; without its head the lane is due at once.
     *
     * @param event the event that is to go, if the lane has it; asked only under the lease
     * @param isHead whether that is the head
     * @return what {@code event} gave, if it goes
     */
    public <P> Step<Optional<P>> discard(LaneLease lease, Supplier<Optional<P>> event, Predicate<P> isHead) {
        return under(lease, event, there -> fewer(isHead.test(there)));
    }

    /** An empty lane opens. The fence grows, so that no lease from before fits the lane once it is parked again. */
    public Step<Boolean> open(LaneLease lease) {
        return heldBy(lease) && count == 0
                ? write(new LaneEntry(false, fence + 1, leaseEnd, Optional.empty(), 0, next), true)
                : Step.nothing(false);
    }

    /** Nobody has the lane any more. The fence stays: until the next lease this one may still be used. */
    public Step<Boolean> release(LaneLease lease) {
        return heldBy(lease) ? write(with(Optional.empty(), due, count), true) : Step.nothing(false);
    }

    private <P> Step<Optional<P>> under(LaneLease lease, Supplier<Optional<P>> event, Function<P, LaneEntry> next) {
        Optional<P> there = heldBy(lease) ? event.get() : Optional.empty();
        return new Step<>(there.map(next), there);
    }

    private LaneEntry fewer(boolean withoutHead) {
        return with(leaseEnd, withoutHead ? AT_ONCE : due, count - 1);
    }

    private LaneEntry with(Optional<Instant> newEnd, Optional<Instant> newDue, long newCount) {
        return new LaneEntry(parked, fence, newEnd, newDue, newCount, next);
    }

    private static <T> Step<T> write(LaneEntry next, T answer) {
        return new Step<>(Optional.of(next), answer);
    }
}

package io.triskel.consume;

import io.triskel.codec.InvalidEventException;
import io.triskel.consume.EventHandler.Handling;
import io.triskel.consume.FailurePolicy.Decision;
import io.triskel.consume.NotYetException.SetAside;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.PortException;
import io.triskel.event.PortException.Fault;
import io.triskel.inbox.Fence;
import io.triskel.inbox.Inbox;
import io.triskel.inbox.Inbox.Claim;
import io.triskel.inbox.Inbox.ClaimResult;
import io.triskel.inbox.Inbox.Release;
import io.triskel.inbox.WriteOutcome;
import io.triskel.observe.EventOutcome;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot;
import io.triskel.parking.ParkingLot.LaneLease;
import io.triskel.parking.ParkingLot.ParkResult.Parked;
import io.triskel.parking.ParkingLot.ParkedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Replays one parked lane under its lease, head first. */
final class ReplayedLane {
    private final ConsumerParts with;
    private final ParkingLot lot;
    private final LaneLease lease;
    private final Deadline attemptsUntil;
    private final ParkedReplay.Counts counts;

    ReplayedLane(
            ConsumerParts with, ParkingLot lot, LaneLease lease, Deadline attemptsUntil, ParkedReplay.Counts counts) {
        this.with = with;
        this.lot = lot;
        this.lease = lease;
        this.attemptsUntil = attemptsUntil;
        this.counts = counts;
    }

    /** {@return whether the head was tried and removed from the lane, so that the next event may be tried} */
    boolean next() {
        List<ParkedEvent> head = lot.peek(lease, 1);
        return !head.isEmpty() && read(head.get(0));
    }

    /** Opens the lane if it is empty; the lot checks again, because an event may arrive after the peek. */
    void openIfEmpty() {
        if (lot.peek(lease, 1).isEmpty() && lot.open(lease)) {
            counts.opened++;
        }
    }

    private boolean read(ParkedEvent parked) {
        try {
            Envelope<?> event = Deliveries.decode(with.codec(), type -> true, parked.wire());
            EventConsumer.Registered handler = with.consumer().handlerOf(event.type());
            if (handler == null) {
                return waits(parked, event.type() + " has no handler here", parked.attempts(), Optional.empty());
            }
            if (!Intake.fits(handler, event)) {
                return waits(parked, Intake.misfit(handler, event), parked.attempts(), Optional.empty());
            }
            return claim(parked, event, handler);
        } catch (InvalidEventException invalid) {
            String reason = invalid.attribute() + ": " + invalid.reason();
            return waits(parked, reason, parked.attempts(), Optional.empty());
        } catch (LinkageError broken) {
            return waits(parked, null, parked.attempts(), with.later(HandlerCall.broken(broken)));
        }
    }

    private boolean claim(ParkedEvent parked, Envelope<?> event, EventConsumer.Registered handler) {
        Inbox inbox = with.inbox();
        if (inbox == null) {
            return attempt(parked, event, handler, null);
        }
        Instant now = with.clock().instant();
        ClaimResult result = inbox.claimParked(
                with.consumer().name(), event.id(), now, Duration.between(now, lease.leaseEnd()), claimant());
        if (result instanceof ClaimResult.Claimed claimed) {
            return attempt(parked, event, handler, claimed.claim());
        }
        if (result instanceof ClaimResult.Completed) {
            counts.duplicates += takeOut(parked, event.id(), EventOutcome.DUPLICATE) ? 1 : 0;
            return true;
        }
        if (result instanceof ClaimResult.Failed failed) {
            throw new PortException("The inbox could not claim " + event.id() + ": " + failed.message());
        }
        counts.busy++;
        return false;
    }

    /** Only this replay has this lease of the lane, so an existing claim under its name is this replay's. */
    private String claimant() {
        return "replay " + lease.fence();
    }

    private boolean attempt(
            ParkedEvent parked, Envelope<?> event, EventConsumer.Registered handler, @Nullable Claim claim) {
        int attempt = claim == null ? parked.attempts() + 1 : claim.attempt();
        Fence fence = claim == null ? Fence.none() : claim.fence();
        Throwable failure = HandlerCall.make(with, handler, event, new Handling(attempt, attemptsUntil, fence));
        if (failure == null) {
            return handled(parked, event.id(), claim);
        }
        if (failure instanceof Error fatal && Fault.of(fatal) == Fault.MACHINE) {
            throw fatal;
        }
        if (failure instanceof InterruptedException) {
            release(claim, attempt - 1);
            Thread.currentThread().interrupt();
            return false;
        }
        return failed(parked, event, claim, attempt, failure);
    }

    private boolean handled(ParkedEvent parked, EventId event, @Nullable Claim claim) {
        Inbox inbox = with.inbox();
        if (inbox != null && claim != null) {
            WriteOutcome outcome =
                    inbox.completeAll(List.of(claim), with.clock().instant()).get(0);
            if (!(outcome instanceof WriteOutcome.Recorded)) {
                counts.busy++;
                return false;
            }
        }
        boolean out = takeOut(parked, event, EventOutcome.HANDLED);
        counts.handled++;
        return out;
    }

    /** An event parked as undecodable also has an inbox row under its position's identity, which is completed here. */
    private boolean takeOut(ParkedEvent parked, EventId event, EventOutcome outcome) {
        Inbox inbox = with.inbox();
        if (inbox != null && !event.equals(parked.event())) {
            inbox.completeParked(
                    with.consumer().name(), parked.event(), with.clock().instant());
        }
        with.observer().replayed(with.consumer().name(), event, outcome);
        return lot.remove(lease, parked.event());
    }

    private boolean failed(
            ParkedEvent parked, Envelope<?> event, @Nullable Claim claim, int attempt, Throwable failure) {
        if (failure instanceof SetAside) {
            return setAside(
                    parked, claim, attempt - 1, with.later("set aside: " + failure.getMessage(), parked.parkedAt()));
        }
        if (failure instanceof NotYetException) {
            Decisions.Park later = with.later("not yet: " + Place.of(failure));
            return waits(parked, claim, attempt - 1, later);
        }
        Fault fault = Fault.of(failure);
        if (fault == Fault.PORT || fault == Fault.PACKAGE) {
            String reason = fault == Fault.PORT ? "a port failed: " + Place.of(failure) : HandlerCall.broken(failure);
            return waits(parked, claim, attempt - 1, with.later(reason));
        }
        Decision decision = HandlerCall.decide(with, event, failure, attempt);
        if (decision instanceof Decisions.Halt halt) {
            return waits(parked, claim, attempt - 1, with.later(halt.reason()));
        }
        return waits(
                parked,
                claim,
                attempt,
                decision instanceof Decisions.Park park ? park : with.later("failed again: " + Place.of(failure)));
    }

    /**
     * The event may wait for a later one, so it moves to a lane of its own, unless it is already there, and the next one is
     * tried.
     */
    private boolean setAside(ParkedEvent parked, @Nullable Claim claim, int attempts, Decisions.Park decision) {
        Lane alone = Lane.alone(parked.event());
        if (lease.lane().equals(alone) || !(lot.park(waitingIn(alone, parked, attempts, decision)) instanceof Parked)) {
            return waits(parked, claim, attempts, decision);
        }
        release(claim, attempts);
        with.observer().replayed(with.consumer().name(), parked.event(), EventOutcome.FAILED);
        counts.failed++;
        return lot.remove(lease, parked.event());
    }

    private static ParkedEvent waitingIn(Lane lane, ParkedEvent parked, int attempts, Decisions.Park decision) {
        return new ParkedEvent(
                parked.consumer(),
                lane,
                parked.event(),
                parked.wire(),
                parked.position(),
                decision.reason(),
                attempts,
                parked.parkedAt(),
                decision.replayAt());
    }

    private boolean waits(ParkedEvent parked, @Nullable Claim claim, int attempts, Decisions.Park decision) {
        release(claim, attempts);
        return waits(parked, decision.reason(), attempts, decision.replayAt());
    }

    private boolean waits(ParkedEvent parked, String reason, int attempts, Optional<Instant> until) {
        counts.failed++;
        with.observer().replayed(with.consumer().name(), parked.event(), EventOutcome.FAILED);
        lot.postpone(lease, parked.waiting(reason, attempts, until));
        return false;
    }

    private void release(@Nullable Claim claim, int attempts) {
        Inbox inbox = with.inbox();
        if (inbox != null && claim != null) {
            inbox.releaseAll(
                    List.of(Release.tried(claim, attempts)), with.clock().instant());
        }
    }
}

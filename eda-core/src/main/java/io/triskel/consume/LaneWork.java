package io.triskel.consume;

import io.triskel.codec.InvalidEventException;
import io.triskel.consume.EventHandler.Handling;
import io.triskel.consume.FailurePolicy.Decision;
import io.triskel.consume.NotYetException.SetAside;
import io.triskel.consume.Verdict.Why;
import io.triskel.event.Envelope;
import io.triskel.event.PortException.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes the deliveries of a lane, one by one, as far as this round allows: to a verdict, handled or waiting. */
final class LaneWork {
    private final ConsumerParts with;
    private final Situation situation;
    private final Parker parker;

    LaneWork(ConsumerParts with, Situation situation, Parker parker) {
        this.with = with;
        this.situation = situation;
        this.parker = parker;
    }

    /**
     * Continues with one delivery. A handler runs outside the lane's monitor, so that the caller can give the lane up.
     *
     * @return whether the thread was interrupted meanwhile; the interrupt is cleared, so that ports can be called
     */
    boolean goOn(DeliveryInWork item) {
        LaneState lane = item.lane();
        List<DeliveryInWork> items;
        synchronized (lane) {
            if (lane.closed || lane.waiting || !item.isToSettle() || !readyForHandler(item)) {
                return false;
            }
            items = lane.together(item);
            items.forEach(DeliveryInWork::called);
        }
        long start = with.observing() ? System.nanoTime() : 0;
        Handling handling = new Handling(
                item.claiming().counted() + 1,
                situation.attemptsUntil,
                item.claiming().fence(),
                item.delivery().acceptedAt());
        Throwable failure = items.size() > 1
                ? HandlerCall.makeTogether(with, items, handling)
                : HandlerCall.make(
                        with,
                        Objects.requireNonNull(item.handler()),
                        Objects.requireNonNull(item.envelope()),
                        handling);
        long nanos = with.observing() ? (System.nanoTime() - start) / items.size() : 0;
        boolean interrupted = Thread.interrupted() || failure instanceof InterruptedException;
        boolean apart = items.size() > 1 && failure != null && !interrupted && Fault.of(failure) == Fault.EVENT;
        synchronized (lane) {
            if (lane.closed) {
                return interrupted;
            }
            items.forEach(one -> one.returned(nanos));
            lane.apart |= apart;
            if (failure == null) {
                items.forEach(one -> afterHandler(one, null, interrupted));
            } else if (!apart) {
                afterHandler(item, failure, interrupted);
            }
        }
        return apart ? goOn(item) : interrupted;
    }

    /** Gives a lane up at the caller's deadline: the result of a handler that still runs is ignored. */
    void close(LaneState lane) {
        synchronized (lane) {
            lane.closed = true;
            Instant now = with.clock().instant();
            for (DeliveryInWork item : lane.items) {
                if (item.isRunning() && item.isOpen()) {
                    item.claiming().lostClaim();
                    item.cutOff();
                    cutOff(item, now);
                } else if (item.isToSettle() && readyForHandler(item)) {
                    outOfTime(item, now);
                }
            }
        }
    }

    private void cutOff(DeliveryInWork item, Instant now) {
        String reason = "it was still being handled at the deadline";
        if (parker.mayComeAgain(item, now)) {
            parker.giveUp(item, Why.OUT_OF_TIME, reason, now);
        } else {
            parker.park(item, with.later(reason), now);
        }
    }

    private void giveUp(DeliveryInWork item, Instant now) {
        if (item.lane().stopped) {
            parker.giveUp(item, Why.BEHIND_A_FAILURE, "an earlier event of its lane is unsettled", now);
        } else {
            parker.giveUp(item, Why.OUT_OF_TIME, "there was no time left to try it", now);
        }
    }

    private boolean readyForHandler(DeliveryInWork item) {
        Instant now = with.clock().instant();
        LaneState lane = item.lane();
        String halted = situation.haltReason();
        Verdict.Unsettled blocked = item.claiming().blocked();
        Decisions.Park parking = item.parking();
        String unreadable = item.unreadable();
        int cutOff = item.claiming().cutOff();
        if (lane.stopped) {
            giveUp(item, now);
        } else if (halted != null) {
            parker.giveUp(item, Why.HALTED, halted, now);
        } else if (blocked != null) {
            blocked(item, blocked, now);
        } else if (parking != null) {
            parker.park(item, parking, now);
        } else if (lane.toAsk) {
            portFailed(item, "the parking lot could not say whether the lane is parked", now);
        } else if (lane.held && !standsBehind(item, now)) {
            return false;
        } else if (unreadable != null) {
            parker.park(item, new Decisions.Park(unreadable, Optional.empty()), now);
        } else if (situation.outOfTime(now)) {
            outOfTime(item, now);
        } else if (cutOff >= with.consumer().cutOffLimit() && parker.hasLot()) {
            parker.park(item, with.later("its handling was cut off " + cutOff + " times"), now);
        } else {
            return !item.isUndecoded() || decode(item, now);
        }
        return false;
    }

    private void outOfTime(DeliveryInWork item, Instant now) {
        if (item.isTried() && situation.redelivery.retriesInPlace()) {
            parker.park(item, with.later("tried until time ran out, last: " + item.lastFailure()), now);
        } else {
            giveUp(item, now);
        }
    }

    /** Whether the lane is open again, so that the item may continue; if not, it was queued in the lot, or given up. */
    private boolean standsBehind(DeliveryInWork item, Instant now) {
        if (situation.overDeadline(now) && situation.redelivery != Redelivery.NEVER) {
            giveUp(item, now);
            return false;
        }
        return parker.findsOpen(item, now);
    }

    private boolean decode(DeliveryInWork item, Instant now) {
        Delivery.Decoded decoded = (Delivery.Decoded) item.delivery();
        EventConsumer.Registered handler = Objects.requireNonNull(item.handler());
        try {
            Envelope<?> read =
                    Deliveries.decode(with.codec(), type -> true, decoded.wire().orElseThrow());
            if (!Intake.fits(handler, read)) {
                parker.park(item, new Decisions.Park(Intake.misfit(handler, read), Optional.empty()), now);
                return false;
            }
            item.decoded(read);
            return true;
        } catch (InvalidEventException invalid) {
            parker.park(item, new Decisions.Park(invalid.attribute() + ": " + invalid.reason(), Optional.empty()), now);
        } catch (LinkageError broken) {
            halt(item, HandlerCall.broken(broken), now);
        } catch (RuntimeException ofTheKeys) {
            with.observer().portFailed("personal-keys", ofTheKeys);
            portFailed(item, "its data could not be read: " + ofTheKeys, now);
        }
        return false;
    }

    private void blocked(DeliveryInWork item, Verdict.Unsettled why, Instant now) {
        if (situation.canWait(now)) {
            item.lane().waiting = true;
        } else if (why.why() == Why.PORT_FAILED) {
            parker.giveUp(item, why.why(), why.message(), now);
        } else if (situation.redelivery.retriesInPlace() || overBudget(item, now)) {
            parker.park(item, with.later(why.message()), now);
        } else {
            item.unsettled(why);
        }
    }

    private void portFailed(DeliveryInWork item, String message, Instant now) {
        if (situation.canWait(now)) {
            item.lane().waiting = true;
        } else {
            parker.giveUp(item, Why.PORT_FAILED, message, now);
        }
    }

    private boolean overBudget(DeliveryInWork item, Instant now) {
        Instant since = item.claiming().since();
        if (!situation.redelivery.holdsOthers() || since == null) {
            return false;
        }
        // A host's clock may be slightly behind the one that recorded the start. A clock far behind was set back
        // since then.
        Duration budget = with.consumer().retryBudget();
        return situation.began.isBefore(since.minus(budget)) || !now.isBefore(since.plus(budget));
    }

    private void afterHandler(DeliveryInWork item, @Nullable Throwable failure, boolean interrupted) {
        if (interrupted) {
            situation.halt("interrupted");
        }
        if (failure == null) {
            item.handled();
            return;
        }
        Instant now = with.clock().instant();
        Fault fault = Fault.of(failure);
        if (interrupted) {
            parker.giveUp(item, Why.HALTED, "interrupted", now);
        } else if (fault == Fault.MACHINE) {
            // The batch ends without a verdict, so a process that survives counts here what an inbox sees by the lease.
            item.cutOff();
            boolean unused = parker.mayComeAgain(item, now);
            situation.fail(failure);
        } else if (fault == Fault.PACKAGE) {
            halt(item, HandlerCall.broken(failure), now);
        } else if (failure instanceof SetAside && parker.hasLot()) {
            item.triedForNothing();
            item.setAside();
            parker.park(item, with.later("set aside: " + failure.getMessage()), now);
        } else if (failure instanceof NotYetException) {
            item.triedForNothing();
            if (situation.canAwait(now)) {
                item.retried(failure);
                item.lane().waiting = true;
            } else {
                retry(item, Why.FAILED, failure, now);
            }
        } else {
            failed(item, failure, fault, now);
        }
    }

    private void halt(DeliveryInWork item, String reason, Instant now) {
        situation.halt(reason);
        parker.giveUp(item, Why.HALTED, reason, now);
    }

    private void failed(DeliveryInWork item, Throwable failure, Fault fault, Instant now) {
        Decision decision = HandlerCall.decide(
                with,
                Objects.requireNonNull(item.envelope()),
                failure,
                item.claiming().counted() + 1);
        if (decision instanceof Decisions.Halt halt) {
            halt(item, halt.reason(), now);
        } else if (fault == Fault.PORT) {
            item.triedForNothing();
            retry(item, Why.PORT_FAILED, failure, now);
        } else if (decision instanceof Decisions.Park park) {
            item.failed();
            parker.park(item, park, now);
        } else {
            item.failed();
            retry(item, Why.FAILED, failure, now);
        }
    }

    private void retry(DeliveryInWork item, Why why, Throwable failure, Instant now) {
        item.retried(failure);
        if (situation.canWait(now)) {
            item.lane().waiting = true;
        } else if (situation.redelivery.retriesInPlace()) {
            parker.park(item, with.later("tried until time ran out, last: " + Place.of(failure)), now);
        } else if (overBudget(item, now)) {
            parker.park(
                    item,
                    with.later("held up others for longer than "
                            + with.consumer().retryBudget() + ", last: " + Place.of(failure)),
                    now);
        } else if (!parker.mayComeAgain(item, now)) {
            parker.park(
                    item,
                    with.later("failed while " + FailureMemory.MOST
                            + " others fail too, so that its attempts could not be counted, last: "
                            + Place.of(failure)),
                    now);
        } else {
            item.unsettled(new Verdict.Unsettled(why, failure.toString()));
        }
    }
}

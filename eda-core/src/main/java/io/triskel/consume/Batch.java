package io.triskel.consume;

import io.triskel.consume.Verdict.Why;
import io.triskel.event.Envelope;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * One call of the processor. A batch works in rounds: every lane has a turn before a failed lane is tried again, so that no
 * lane waits for another one's retry. Only a source that is retried in place has a second round.
 */
final class Batch {
    private final ConsumerParts with;
    private final Situation situation;
    private final BatchProcessor.Running running;
    private final Intake intake;
    private final List<DeliveryInWork> items;
    private final LaneWork work;
    private final Completion completion;
    private final Thread caller = Thread.currentThread();
    private boolean interrupted;

    Batch(
            ConsumerParts with,
            Situation situation,
            BatchProcessor.Running running,
            FailureMemory memory,
            Claiming claiming,
            List<? extends Delivery> deliveries) {
        this.with = with;
        this.situation = situation;
        this.running = running;
        this.intake = new Intake(with, situation, memory, claiming, deliveries);
        this.items = intake.items();
        Parker parker = new Parker(with, situation, memory, claiming, items);
        this.work = new LaneWork(with, situation, parker);
        this.completion = parker.completion();
    }

    Settlement settle() {
        try {
            while (round()) {
                takeABreath();
            }
            completion.letGo(items);
        } finally {
            if (interrupted) {
                caller.interrupt();
            }
        }
        List<Verdict> verdicts = new ArrayList<>(items.size());
        for (DeliveryInWork item : items) {
            verdicts.add(verdict(item));
        }
        if (with.observing()) {
            report(verdicts);
        }
        return new Settlement(verdicts);
    }

    private boolean round() {
        Instant now = with.clock().instant();
        intake.claim(now, situation.deadline.remaining(with.clock()).plus(situation.reserve));
        intake.askForHeld();
        if (running.executor() == BatchProcessor.CALLER) {
            if (with.consumer().handlesTogether()) {
                fillLanes();
            }
            for (DeliveryInWork item : items) {
                interrupted |= work.goOn(item);
                situation.rethrow();
            }
        } else {
            runLanesApart();
            situation.rethrow();
        }
        completion.completeRound(items);
        return anyOpen();
    }

    private boolean anyOpen() {
        for (DeliveryInWork item : items) {
            if (item.isOpen()) {
                return true;
            }
        }
        return false;
    }

    private void takeABreath() {
        try {
            running.pause().pause(situation.nextWait());
        } catch (InterruptedException now) {
            interrupted = true;
            situation.halt("interrupted");
        }
        situation.waited();
        for (DeliveryInWork item : items) {
            item.lane().waiting = false;
        }
    }

    private void runLanesApart() {
        Set<LaneState> lanes = fillLanes();
        LaneRound round = new LaneRound(List.copyOf(lanes), this::runLane, running.overtaken());
        round.handTo(running.executor());
        if (!await(round)) {
            lanes.forEach(work::close);
        }
    }

    /** {@return the lanes with work, each with its open items} */
    private Set<LaneState> fillLanes() {
        Set<LaneState> lanes = new LinkedHashSet<>();
        for (DeliveryInWork item : items) {
            if (item.isToSettle() && lanes.add(item.lane())) {
                item.lane().items.clear();
            }
        }
        for (DeliveryInWork item : items) {
            if (item.isOpen() && lanes.contains(item.lane())) {
                item.lane().items.add(item);
            }
        }
        return lanes;
    }

    private void runLane(LaneState lane) {
        boolean interruptedHere = false;
        try {
            for (DeliveryInWork item : List.copyOf(lane.items)) {
                interruptedHere |= work.goOn(item);
            }
        } catch (RuntimeException | Error beyondRepair) {
            situation.fail(beyondRepair);
        } finally {
            handOn(interruptedHere);
        }
    }

    /** Restores an interrupt: an executor's thread immediately, the caller's when the batch is settled. */
    private void handOn(boolean interruptedHere) {
        if (interruptedHere && Thread.currentThread() == caller) {
            interrupted = true;
        } else if (interruptedHere) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for all lanes, but no longer than attempts may begin. */
    private boolean await(LaneRound round) {
        long end = System.nanoTime()
                + situation.attemptsUntil.remaining(with.clock()).toNanos();
        while (true) {
            try {
                return round.await(end);
            } catch (InterruptedException now) {
                interrupted = true;
                situation.halt("interrupted");
            }
        }
    }

    private static Verdict verdict(DeliveryInWork item) {
        DeliveryInWork first = item.first();
        if (first == null) {
            return Objects.requireNonNull(item.verdict());
        }
        Verdict verdict = verdict(first);
        if (verdict instanceof Verdict.Unsettled) {
            return new Verdict.Unsettled(Why.BEHIND_A_FAILURE, "it repeats an event that is unsettled");
        }
        return verdict == Verdict.Done.HANDLED ? Verdict.Done.DUPLICATE : verdict;
    }

    private void report(List<Verdict> verdicts) {
        Instant now = with.clock().instant();
        Duration oldest = Duration.ZERO;
        for (int i = 0; i < verdicts.size(); i++) {
            DeliveryInWork item = items.get(i);
            if (!verdicts.get(i).settled() && age(item, now).compareTo(oldest) > 0) {
                oldest = age(item, now);
            }
            Envelope<?> event = item.envelope();
            if (event != null) {
                with.observer()
                        .handled(
                                with.consumer().name(),
                                event,
                                verdicts.get(i).outcome(),
                                Duration.ofNanos(item.nanos()));
            }
        }
        with.observer().oldestUnsettled(with.consumer().name(), oldest);
    }

    private static Duration age(DeliveryInWork item, Instant now) {
        Instant claimed = Objects.requireNonNullElse(item.claiming().since(), now);
        Envelope<?> event = item.envelope();
        Instant begin = event == null
                ? claimed
                : event.time().map(OffsetDateTime::toInstant).orElse(claimed);
        return Duration.between(begin, now);
    }
}

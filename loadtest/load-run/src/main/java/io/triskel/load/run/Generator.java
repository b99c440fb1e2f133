package io.triskel.load.run;

import io.triskel.load.measure.Measurement;
import io.triskel.load.path.LoadPath;
import io.triskel.load.traffic.ArrivalTimes;
import io.triskel.load.traffic.Burst;
import io.triskel.load.traffic.OwnArrivals;
import io.triskel.load.traffic.SendOutcome;
import io.triskel.publish.RejectionCause;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * An open loop: sends events when they are due, whatever the outcome of earlier ones. Refused events are sent again, in the order of their
 * key. The number of unanswered events and calls is bounded; events that become due meanwhile are sent together in the next call, and their
 * latency counts from when they were due.
 */
final class Generator {
    private static final long BACK_OFF = 100_000_000;
    private static final long LONGEST_PAUSE = 1_000_000;
    /** Waking for each of a million events a second would cost more than sending them, so events of one such pause are sent together. */
    private static final long SHORTEST_PAUSE = 80_000;

    private final LoadPath path;
    private final Measurement measurement;
    private final RunClock clock;
    private final int burst;
    private final int mostInFlight;
    private final Budget budget;
    private final Unaccepted unaccepted = new Unaccepted(BACK_OFF);
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Set<Burst> underWay = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<Burst> spare = new ConcurrentLinkedQueue<>();
    private long heldBackUntil = Long.MIN_VALUE;

    /**
     * Creates it.
     *
     * @param burst most events of one call of the path
     * @param mostInFlight most events that are sent and not answered
     * @param budget asked before each send
     */
    Generator(LoadPath path, Measurement measurement, RunClock clock, int burst, int mostInFlight, Budget budget) {
        this.path = path;
        this.measurement = measurement;
        this.clock = clock;
        this.burst = burst;
        this.mostInFlight = mostInFlight;
        this.budget = budget;
    }

    /**
     * Sends until everything is accepted, or no more time is left.
     *
     * @param arrivals since the start of the measurement
     * @param giveUp when the last event must have been accepted, by the run's clock
     * @param stop ends it early
     */
    void run(OwnArrivals arrivals, long giveUp, BooleanSupplier stop) {
        boolean ended = false;
        while (!ended) {
            long now = clock.nanos();
            boolean again = sendAgain(now);
            boolean sent = sendDue(arrivals, now) || again;
            ended = stop.getAsBoolean() || now >= giveUp || isDone(arrivals);
            if (!sent && !ended) {
                pause(arrivals, now);
            }
        }
        underWay.removeIf(unanswered -> {
            measurement.unanswered(unanswered);
            return true;
        });
        measurement.unsent(
                unaccepted.neverSent() + due(arrivals, Math.min(giveUp, clock.nanos()) - measurement.start()));
    }

    private boolean isDone(OwnArrivals arrivals) {
        // The order of these conditions matters: an answer first adds the refused events, then counts itself as no
        // longer in flight.
        return arrivals.peek() == ArrivalTimes.NONE && inFlight.get() == 0 && unaccepted.isEmpty();
    }

    /** Takes what is due by a time since the start. */
    private static long due(OwnArrivals arrivals, long until) {
        long count = 0;
        while (arrivals.peek() < until) {
            arrivals.take();
            count++;
        }
        return count;
    }

    private void pause(OwnArrivals arrivals, long now) {
        long wait = Math.min(LONGEST_PAUSE, at(arrivals.peek()) - now);
        clock.pause(Math.max(SHORTEST_PAUSE, wait));
    }

    /** An arrival by the run's clock. */
    private long at(long time) {
        return time == ArrivalTimes.NONE ? time : measurement.start() + time;
    }

    private boolean sendDue(OwnArrivals arrivals, long now) {
        if (at(arrivals.peek()) > now) {
            return false;
        }
        int room = room();
        if (room == 0) {
            heldBackUntil = now;
            return false;
        }
        Burst due = emptyBurst();
        while (at(arrivals.peek()) <= now && due.size() < room) {
            long intended = at(arrivals.take());
            int key = arrivals.key();
            int number = measurement.offered(key, intended);
            if (unaccepted.isWaiting(key) && unaccepted.queue(key, number, intended)) {
                measurement.heldBack(key, number);
            } else {
                due.add(key, number, intended);
            }
        }
        if (due.size() > 0) {
            due.sentAt(clock.nanos());
            measurement.sending(due, heldBackUntil);
            send(due);
        } else {
            spare.add(due);
        }
        return true;
    }

    /** How many events may be sent now, in one call. */
    private int room() {
        int room =
                underWay.size() < path.concurrency() ? Math.max(0, Math.min(burst, mostInFlight - inFlight.get())) : 0;
        return room == 0 ? 0 : budget.affordable(room);
    }

    private boolean sendAgain(long now) {
        int room = unaccepted.isEmpty() ? 0 : room();
        if (room == 0) {
            return false;
        }
        Burst events = emptyBurst();
        boolean[] first = new boolean[room];
        boolean taken = false;
        boolean more = true;
        while (more && events.size() < room) {
            Optional<Unaccepted.Again> again = unaccepted.take(now, measurement::isInFlight, room - events.size());
            again.ifPresent(key -> add(key, events, first));
            more = again.isPresent();
            taken |= more;
        }
        if (events.size() > 0) {
            events.sentAt(clock.nanos());
            measurement.sendingAgain(events, first);
            send(events);
        } else {
            spare.add(events);
        }
        return taken;
    }

    private void add(Unaccepted.Again again, Burst events, boolean[] first) {
        path.resume(again.key());
        for (Unaccepted.Event event : again.events()) {
            first[events.size()] = !event.wasSent();
            events.add(again.key(), event.number(), event.intended());
        }
    }

    private void send(Burst events) {
        inFlight.addAndGet(events.size());
        underWay.add(events);
        budget.sent(events.size());
        path.send(events, this::answered);
    }

    private void answered(Burst events) {
        if (!underWay.remove(events)) {
            // The run has ended meanwhile.
            return;
        }
        long now = clock.nanos();
        for (int i = 0; i < events.size(); i++) {
            SendOutcome outcome = events.outcome(i);
            if (!outcome.accepted()) {
                if (outcome.cause().map(RejectionCause::mayPass).orElse(true)) {
                    unaccepted.refused(events.key(i), events.number(i), events.intended(i), now);
                } else {
                    unaccepted.givenUp(events.key(i), now);
                }
            }
        }
        measurement.answered(events);
        int size = events.size();
        events.clear();
        spare.add(events);
        inFlight.addAndGet(-size);
    }

    private Burst emptyBurst() {
        Burst empty = spare.poll();
        return empty == null ? new Burst(burst) : empty;
    }
}

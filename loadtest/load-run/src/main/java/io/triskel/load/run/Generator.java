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
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * An open loop: sends events when they are due, whatever the outcome of earlier ones. Refused events are sent again, in the order of their
 * key. The number of unanswered events and calls is bounded; events that become due meanwhile are sent together in the next call, and their
 * latency counts from when they were due. Each event's delay is booked on whoever caused it: the generator itself, the target, or the order
 * that the application keeps.
 */
final class Generator {
    private static final long BACK_OFF = 100_000_000;
    private static final long LONGEST_PAUSE = 1_000_000;
    /** Waking for each of a million events a second would cost more than sending them, so events of one such pause are sent together. */
    private static final long SHORTEST_PAUSE = 80_000;
    /** A loop sends a call of new events and one of refused events. */
    private static final double MOST_CALLS_A_SECOND = 2e9 / SHORTEST_PAUSE;

    private static final long LOOK = 10_000_000;
    /** The room where so many events wait for earlier ones of their keys that no more are taken. */
    private static final int WAITS_FOR_ORDER = -1;

    private final LoadPath path;
    private final Measurement measurement;
    private final RunClock clock;
    private final int burst;
    private final int mostInFlight;
    private final double share;
    private final boolean oneCallPerKey;
    private final Thread sending = Thread.currentThread();
    private final InFlight inFlight;
    private final Holding holding;
    private final Budget budget;
    private final Unaccepted unaccepted = new Unaccepted(BACK_OFF);
    private final Set<Burst> underWay = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<Burst> spare = new ConcurrentLinkedQueue<>();
    /** Of the events that are sent again: whether each is sent for the first time, and since when it waited. */
    private final boolean[] first;

    private final long[] since;
    private double rate;
    private long rateIsFor = Long.MIN_VALUE;

    /**
     * Creates it, for this thread.
     *
     * @param share of the timeline's events that are sent here
     * @param knownIdle what an earlier part of the run knows of the target, see {@link InFlight}
     * @param budget asked before each send
     */
    Generator(
            LoadPath path,
            Measurement measurement,
            RunClock clock,
            Sizes sizes,
            double share,
            long knownIdle,
            Budget budget) {
        this.path = path;
        this.measurement = measurement;
        this.clock = clock;
        this.burst = sizes.burst();
        this.mostInFlight = sizes.inFlight();
        this.share = share;
        this.first = new boolean[burst];
        this.since = new long[burst];
        this.oneCallPerKey = path.oneCallPerKey();
        this.inFlight = new InFlight(knownIdle);
        this.holding = new Holding(inFlight, clock.processor());
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
        holding.end(clock.nanos());
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
        return arrivals.peek() == ArrivalTimes.NONE && inFlight.events() == 0 && unaccepted.isEmpty();
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
        int room = room(now);
        if (room <= 0) {
            holding.begin(now, room == WAITS_FOR_ORDER);
            return false;
        }
        holding.end(now);
        Burst due = emptyBurst();
        for (int taken = 0; taken < room && at(arrivals.peek()) <= now; taken++) {
            long intended = at(arrivals.take());
            int key = arrivals.key();
            int number = measurement.offered(key, intended);
            if (isToWait(key) && unaccepted.queue(key, number, intended, now)) {
                measurement.heldBack(key, number, intended, now, holding.held());
            } else {
                due.add(key, number, intended);
            }
        }
        if (due.size() > 0) {
            due.sentAt(clock.nanos());
            measurement.sending(due, holding.held());
            send(due);
        } else {
            spare.add(due);
        }
        return true;
    }

    /** Whether an event waits behind an earlier one of its key, which was refused or, for some paths, is not answered. */
    private boolean isToWait(int key) {
        // In this order: an answer first adds the refused event, then counts it as no longer in flight.
        if (oneCallPerKey && measurement.isInFlight(key)) {
            unaccepted.await(key);
            return true;
        }
        return unaccepted.isWaiting(key);
    }

    /** How many events may be sent now, in one call. */
    private int room(long now) {
        if (oneCallPerKey && unaccepted.size() >= mostInFlight) {
            return WAITS_FOR_ORDER;
        }
        return roomInFlight(now);
    }

    private int roomInFlight(long now) {
        int room = inFlight.room(callsPerSecond(now)) > 0
                ? Math.max(0, Math.min(burst, mostInFlight - inFlight.events()))
                : 0;
        return room == 0 ? 0 : budget.affordable(room);
    }

    /** By the highest rate of the plan so far, since a backlog of it may still wait. */
    private double callsPerSecond(long now) {
        if (now >= rateIsFor) {
            rateIsFor = now + LOOK;
            rate = Math.max(rate, share * measurement.timeline().rateAt(rateIsFor - measurement.start()));
        }
        return Math.max(Math.min(rate, MOST_CALLS_A_SECOND), rate / burst);
    }

    private boolean sendAgain(long now) {
        int room = unaccepted.isEmpty() ? 0 : Math.max(0, roomInFlight(now));
        if (room == 0) {
            return false;
        }
        Burst events = emptyBurst();
        boolean taken = false;
        boolean more = true;
        while (more && events.size() < room) {
            Optional<Unaccepted.Again> again = unaccepted.take(now, measurement::isInFlight, room - events.size());
            again.ifPresent(key -> add(key, events));
            more = again.isPresent();
            taken |= more;
        }
        if (events.size() > 0) {
            events.sentAt(clock.nanos());
            measurement.sendingAgain(events, first, since);
            send(events);
        } else {
            spare.add(events);
        }
        return taken;
    }

    private void add(Unaccepted.Again again, Burst events) {
        path.resume(again.key());
        for (Unaccepted.Event event : again.events()) {
            first[events.size()] = !event.wasSent();
            since[events.size()] = event.since();
            events.add(again.key(), event.number(), event.intended());
        }
    }

    private void send(Burst events) {
        inFlight.sent(events.size());
        underWay.add(events);
        budget.sent(events.size());
        long sent = events.sent();
        holding.sending(sent);
        path.send(events, this::answered);
        holding.sent(sent, clock.nanos());
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
        long sent = events.sent();
        events.clear();
        spare.add(events);
        inFlight.answered(size, now - sent, now);
        if (oneCallPerKey && !unaccepted.isEmpty()) {
            LockSupport.unpark(sending);
        }
    }

    /** {@return what was in flight, and at most} */
    InFlight inFlight() {
        return inFlight;
    }

    /** {@return when and why events were held back} */
    Holding holding() {
        return holding;
    }

    private Burst emptyBurst() {
        Burst empty = spare.poll();
        return empty == null ? new Burst(burst) : empty;
    }
}

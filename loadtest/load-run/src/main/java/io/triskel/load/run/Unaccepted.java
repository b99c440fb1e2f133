package io.triskel.load.run;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/**
 * Events that the bus did not take, by key: they are sent again before new events of their key, in order, after a while. Safe for threads:
 * answers add events, the generator takes them.
 */
final class Unaccepted {
    /** The number of keys that one look covers: when thousands wait, most of them rest, and the next look continues after these. */
    private static final int MOST_LOOKED_AT = 64;

    private final long backOff;
    private final Map<Integer, Waiting> byKey = new HashMap<>();
    /** The keys that wait, each once, in the order of their next look. */
    private final ArrayDeque<Waiting> order = new ArrayDeque<>();
    /** How many keys wait; read without the lock, since the generator asks for every event. */
    private volatile int keys;

    private final AtomicInteger size = new AtomicInteger();

    /** @param backOff how long a key rests after a refusal, in nanoseconds */
    Unaccepted(long backOff) {
        this.backOff = backOff;
    }

    /** The waiting events of a key. */
    private static final class Waiting {
        private final int key;
        private final TreeMap<Integer, Event> events = new TreeMap<>();
        private long notBefore;

        Waiting(int key) {
            this.key = key;
        }
    }

    /**
     * A waiting event.
     *
     * @param wasSent whether it was tried before
     * @param since when it began to wait here
     */
    record Event(int number, long intended, boolean wasSent, long since) {}

    /** Adds a refused or withheld event. */
    synchronized void refused(int key, int number, long intended, long now) {
        Waiting waiting = waiting(key);
        put(waiting, new Event(number, intended, true, now));
        waiting.notBefore = now + backOff;
    }

    /** Notes that an event was refused and will never be taken: its key must be resumed all the same. */
    synchronized void givenUp(int key, long now) {
        waiting(key).notBefore = now;
    }

    /** Makes new events of a key wait until earlier ones are answered. */
    synchronized void await(int key) {
        waiting(key);
    }

    /** Adds a new event behind those that wait; {@return false, and does nothing, if none of its key does} */
    synchronized boolean queue(int key, int number, long intended, long now) {
        Waiting waiting = byKey.get(key);
        if (waiting == null) {
            return false;
        }
        put(waiting, new Event(number, intended, false, now));
        return true;
    }

    private void put(Waiting waiting, Event event) {
        waiting.events.put(event.number(), event);
        size.incrementAndGet();
    }

    boolean isWaiting(int key) {
        return !isEmpty() && contains(key);
    }

    private synchronized boolean contains(int key) {
        return byKey.containsKey(key);
    }

    /**
     * Takes the events of a key that may go again.
     *
     * @param inFlight keys with events that are sent and not answered have to wait
     * @param most no more events than so many
     */
    synchronized Optional<Again> take(long now, IntPredicate inFlight, int most) {
        for (int looked = Math.min(MOST_LOOKED_AT, order.size()); looked > 0; looked--) {
            Waiting waiting = order.remove();
            if (now < waiting.notBefore || inFlight.test(waiting.key)) {
                order.add(waiting);
            } else {
                return Optional.of(take(waiting, most));
            }
        }
        return Optional.empty();
    }

    private Again take(Waiting waiting, int most) {
        Event[] taken = new Event[Math.min(most, waiting.events.size())];
        Arrays.setAll(taken, i -> waiting.events.pollFirstEntry().getValue());
        size.addAndGet(-taken.length);
        if (waiting.events.isEmpty()) {
            byKey.remove(waiting.key);
            keys = byKey.size();
        } else {
            order.add(waiting);
        }
        return new Again(waiting.key, taken);
    }

    /** Events of a key, in order. */
    @SuppressWarnings("ArrayRecordComponent")
    record Again(int key, Event[] events) {}

    boolean isEmpty() {
        return keys == 0;
    }

    /** {@return how many events wait} */
    int size() {
        return size.get();
    }

    /** {@return how many wait that were never sent} */
    synchronized long neverSent() {
        return byKey.values().stream()
                .flatMap(waiting -> waiting.events.values().stream())
                .filter(event -> !event.wasSent())
                .count();
    }

    private Waiting waiting(int key) {
        Waiting waiting = byKey.computeIfAbsent(key, first -> {
            Waiting added = new Waiting(key);
            order.add(added);
            return added;
        });
        keys = byKey.size();
        return waiting;
    }
}

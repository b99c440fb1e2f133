package io.triskel.load.measure;

import io.triskel.load.ledger.WorkerLedger;
import io.triskel.load.traffic.Burst;
import io.triskel.load.traffic.SendOutcome;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/**
 * The sent events of each key. A key whose events are all accepted at the first attempt costs eight bytes; rejected events are stored
 * separately. Safe for threads: one that sends, others that answer.
 */
final class SentLedger {
    /** Read without the lock, since the generator asks for every event. */
    private final AtomicIntegerArray next;
    /** Written under the lock, read without it, for the same reason. */
    private final AtomicIntegerArray inFlight;

    /** Sendings beyond the first, by event. */
    private final Map<Long, Integer> again = new HashMap<>();
    /** Events that the bus did not accept, with whether it may have them. */
    private final Map<Long, Boolean> open = new HashMap<>();

    private long sent;
    private long accepted;

    SentLedger(int keys) {
        next = new AtomicIntegerArray(keys);
        inFlight = new AtomicIntegerArray(keys);
    }

    /** Numbers a new event of a key, which is not in flight yet. */
    int number(int key) {
        return next.getAndIncrement(key);
    }

    synchronized void sent(Burst burst) {
        sent += burst.size();
        for (int i = 0; i < burst.size(); i++) {
            inFlight(burst.key(i), 1);
        }
    }

    /** @param first which events were not sent before */
    synchronized void sentAgain(Burst burst, boolean[] first) {
        for (int i = 0; i < burst.size(); i++) {
            inFlight(burst.key(i), 1);
            if (first[i]) {
                sent++;
            } else {
                again.merge(KeyLedger.id(burst.key(i), burst.number(i)), 1, Integer::sum);
            }
        }
    }

    synchronized void answered(Burst burst) {
        for (int i = 0; i < burst.size(); i++) {
            SendOutcome outcome = burst.outcome(i);
            if (outcome.accepted()) {
                accepted(burst.key(i), burst.number(i));
            } else {
                refused(burst.key(i), burst.number(i), outcome.isUnknown());
            }
        }
    }

    /** Notes that the outcome of a burst is unknown. */
    synchronized void unanswered(Burst burst) {
        for (int i = 0; i < burst.size(); i++) {
            refused(burst.key(i), burst.number(i), true);
        }
    }

    private void accepted(int key, int number) {
        inFlight(key, -1);
        accepted++;
        if (!open.isEmpty()) {
            open.remove(KeyLedger.id(key, number));
        }
    }

    /** @param maybe whether the bus may have it nevertheless */
    private void refused(int key, int number, boolean maybe) {
        inFlight(key, -1);
        open.merge(KeyLedger.id(key, number), maybe, Boolean::logicalOr);
    }

    /** Notes an event that was numbered and waits behind a refused one. */
    synchronized void heldBack(int key, int number) {
        open.put(KeyLedger.id(key, number), false);
    }

    /** {@return how many different events were sent} */
    synchronized long sentEvents() {
        return sent;
    }

    synchronized long acceptedEvents() {
        return accepted;
    }

    boolean isInFlight(int key) {
        return inFlight.getAcquire(key) > 0;
    }

    private void inFlight(int key, int more) {
        inFlight.setRelease(key, inFlight.getPlain(key) + more);
    }

    /** {@return how often an event was sent beyond the first time} */
    synchronized int again(long event) {
        return again.getOrDefault(event, 0);
    }

    /** {@return the events that were never accepted} */
    synchronized long[] open() {
        return open.keySet().stream().mapToLong(Long::longValue).toArray();
    }

    /** {@return how many of these the bus may have nevertheless} */
    synchronized long unknown() {
        return open.values().stream().filter(maybe -> maybe).count();
    }

    /** {@return it in columns, for a judgement over several workers} */
    synchronized WorkerLedger.Sent noted() {
        int[] numbered = IntStream.range(0, keys())
                .filter(key -> numbered(key) > 0)
                .flatMap(key -> IntStream.of(key, numbered(key)))
                .toArray();
        Map<Long, Integer> unanswered = new HashMap<>();
        open.forEach((event, maybe) -> unanswered.put(event, maybe ? 1 : 0));
        return new WorkerLedger.Sent(sent, accepted, numbered, triples(unanswered), triples(again));
    }

    /** {@return key, number and count of each event, in their order} */
    static int[] triples(Map<Long, Integer> counts) {
        return counts.entrySet().stream()
                .map(each -> new int[] {KeyLedger.key(each.getKey()), KeyLedger.number(each.getKey()), each.getValue()})
                .sorted(Comparator.<int[]>comparingInt(each -> each[0]).thenComparingInt(each -> each[1]))
                .flatMapToInt(IntStream::of)
                .toArray();
    }

    /** {@return how many events of a key have numbers} */
    int numbered(int key) {
        return next.get(key);
    }

    /** {@return how many events of all keys have numbers} */
    long due() {
        return IntStream.range(0, keys()).mapToLong(this::numbered).sum();
    }

    int keys() {
        return next.length();
    }
}

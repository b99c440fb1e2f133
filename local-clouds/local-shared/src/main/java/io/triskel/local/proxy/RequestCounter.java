package io.triskel.local.proxy;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Counts requests by caller, operation and resource. Safe for threads. */
public final class RequestCounter {
    private final Map<String, Entry> entries = new TreeMap<>();
    private int inSequence;
    private long lastEnd = Long.MIN_VALUE;

    private record Entry(Call call, long count) {}

    /**
     * Counts a request that has ended.
     *
     * @param begin when it arrived, in the time of {@link System#nanoTime()}
     * @param end when it was answered; requests are counted in the order in which they end
     */
    synchronized void count(Call call, long begin, long end) {
        String key = call.caller() + '\n' + call.operation() + '\n' + call.resource();
        Entry before = entries.get(key);
        entries.put(key, new Entry(call, before == null ? 1 : before.count() + 1));
        if (lastEnd == Long.MIN_VALUE || begin - lastEnd >= 0) {
            inSequence++;
            lastEnd = end;
        }
    }

    /** {@return how many requests there were, repetitions among them} */
    public synchronized long count(Predicate<Call> of) {
        return entries.values().stream()
                .filter(entry -> of.test(entry.call()))
                .mapToLong(Entry::count)
                .sum();
    }

    /** {@return how many requests there were} */
    public long all() {
        return count(call -> true);
    }

    /** {@return the counts as {@code "PutItem orders" -> 3}, over all callers} */
    public synchronized Map<String, Long> byOperation() {
        Map<String, Long> counts = new TreeMap<>();
        entries.values()
                .forEach(entry -> counts.merge(
                        (entry.call().operation() + " " + entry.call().resource()).strip(), entry.count(), Long::sum));
        return counts;
    }

    /**
     * {@return how many requests came one after another: the most of which each began when the one before had ended} Requests
     * that overlap count once, so this is how many round trips somebody waited for.
     */
    public synchronized int inSequence() {
        return inSequence;
    }

    /** Begins again at nothing. */
    public synchronized void clear() {
        entries.clear();
        inSequence = 0;
        lastEnd = Long.MIN_VALUE;
    }
}

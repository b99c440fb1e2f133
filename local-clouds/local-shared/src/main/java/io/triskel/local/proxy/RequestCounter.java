package io.triskel.local.proxy;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Counts requests by caller, operation and resource. Thread-safe. */
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

    /** {@return the number of requests, including retries} */
    public synchronized long count(Predicate<Call> of) {
        return entries.values().stream()
                .filter(entry -> of.test(entry.call()))
                .mapToLong(Entry::count)
                .sum();
    }

    /** {@return the number of all requests} */
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
     * {@return the length of the longest chain of requests in which each began after the previous one had ended}
     * Overlapping requests count once, so this is the number of round trips that a caller waited for.
     */
    public synchronized int inSequence() {
        return inSequence;
    }

    /** Resets all counts to zero. */
    public synchronized void clear() {
        entries.clear();
        inSequence = 0;
        lastEnd = Long.MIN_VALUE;
    }
}

package io.triskel.consume;

import io.triskel.event.Deadline.Validity;
import io.triskel.event.EventId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts how often events failed in this processor, for consumers without an inbox: without these counts a poison event
 * would never be parked and would block its source for ever. The memory is bounded and ends with the process, so an event
 * may have failed more often than counted here.
 *
 * <p>A full memory does not drop an old count for a new one: if more events failed in turn than it holds, each count would
 * be dropped before its redelivery, and no event would ever be parked. Instead it reports that it is full, so that the
 * event is parked immediately and the lot keeps the count. Settled events free their entries, as do events not redelivered
 * for {@link #GONE_AFTER} or since the clock was set back: another process must have them.
 */
final class FailureMemory {
    static final int MOST = 1_024;

    /** Longer than any source waits before a redelivery; Pub/Sub waits for 10 minutes at most. */
    private static final Duration GONE_AFTER = Duration.ofMinutes(15);

    /** In the order of the last failure, oldest first. */
    private final LinkedHashMap<EventId, Failures> failures = new LinkedHashMap<>();

    private volatile boolean empty = true;

    /**
     * The failures of one event.
     *
     * @param counted how many attempts count
     * @param cutOff how many of them were cut off
     * @param since when the event failed first
     * @param last when the event failed last
     */
    record Failures(int counted, int cutOff, Instant since, Instant last) {}

    @Nullable
    Failures of(EventId event) {
        if (empty) {
            return null;
        }
        synchronized (failures) {
            return failures.get(event);
        }
    }

    /** {@return whether the failure is recorded; if not, the memory is full} */
    boolean failed(EventId event, int counted, int cutOff, Instant now) {
        synchronized (failures) {
            Failures before = failures.remove(event);
            if (before == null && !hasRoom(now)) {
                return false;
            }
            failures.put(event, new Failures(counted, cutOff, before == null ? now : before.since(), now));
            empty = false;
            return true;
        }
    }

    private boolean hasRoom(Instant now) {
        if (failures.size() < MOST) {
            return true;
        }
        Map.Entry<EventId, Failures> longestAgo = failures.entrySet().iterator().next();
        if (Validity.of(longestAgo.getValue().last(), GONE_AFTER).at(now)) {
            return false;
        }
        failures.remove(longestAgo.getKey());
        return true;
    }

    void settled(EventId event) {
        if (!empty) {
            synchronized (failures) {
                failures.remove(event);
                empty = failures.isEmpty();
            }
        }
    }
}

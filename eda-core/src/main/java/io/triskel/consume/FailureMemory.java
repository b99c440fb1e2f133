package io.triskel.consume;

import io.triskel.event.EventId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How often events failed in this processor, for consumers without an inbox: without it a poison event of such a consumer
 * would never be parked and hold its source for good. Bounded, and gone with the process: a count is a least count.
 *
 * <p>When it is full, it does not forget a count for a newer one: if more events fail in turn than it holds, each would find
 * its count forgotten when it comes again, and none would ever be parked. It says that it has no room instead, so that the
 * event is parked at once, where the lot counts on. Room is made by what is settled, and by what has not come again for so
 * long that somebody else must have it.
 */
final class FailureMemory {
    static final int MOST = 1_024;

    /** Longer than any source waits before it brings an event again; Pub/Sub waits for 10 minutes at most. */
    private static final Duration GONE_AFTER = Duration.ofMinutes(15);

    /** In the order in which they failed last. */
    private final LinkedHashMap<EventId, Failures> failures = new LinkedHashMap<>();

    private volatile boolean empty = true;

    /**
     * What is remembered of an event.
     *
     * @param counted how many attempts count
     * @param since when the first was made
     * @param last when it failed last
     */
    record Failures(int counted, Instant since, Instant last) {}

    @Nullable
    Failures of(EventId event) {
        if (empty) {
            return null;
        }
        synchronized (failures) {
            return failures.get(event);
        }
    }

    /** {@return whether it is remembered; if not, too many others are} */
    boolean failed(EventId event, int counted, Instant now) {
        synchronized (failures) {
            Failures before = failures.remove(event);
            if (before == null && !hasRoom(now)) {
                return false;
            }
            failures.put(event, new Failures(counted, before == null ? now : before.since(), now));
            empty = false;
            return true;
        }
    }

    private boolean hasRoom(Instant now) {
        if (failures.size() < MOST) {
            return true;
        }
        Map.Entry<EventId, Failures> longestAgo = failures.entrySet().iterator().next();
        if (now.isBefore(longestAgo.getValue().last().plus(GONE_AFTER))) {
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

package io.triskel.consume;

import io.triskel.event.EventId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How often events failed in this processor, for consumers without an inbox: without it a poison event of such a consumer
 * would never be parked and hold its source for good. Bounded, and gone with the process: a count is a least count.
 */
final class FailureMemory {
    private static final int MOST = 1_024;

    private final LinkedHashMap<EventId, Failures> failures = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<EventId, Failures> eldest) {
            return size() > MOST;
        }
    };
    private volatile boolean empty = true;

    /**
     * What is remembered of an event.
     *
     * @param counted how many attempts count
     * @param since when the first was made
     */
    record Failures(int counted, Instant since) {}

    @Nullable
    Failures of(EventId event) {
        if (empty) {
            return null;
        }
        synchronized (failures) {
            return failures.get(event);
        }
    }

    void failed(EventId event, int counted, Instant now) {
        synchronized (failures) {
            Failures before = failures.get(event);
            failures.put(event, new Failures(counted, before == null ? now : before.since()));
            empty = false;
        }
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

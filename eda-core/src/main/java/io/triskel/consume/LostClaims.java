package io.triskel.consume;

import io.triskel.event.EventId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers the claimant names of claims without an answer, so that the next batch claims such an event under the same
 * name: the inbox may have recorded the claim, and any other name would wait until its lease expires. A name is used once,
 * because two batches that share it would both handle the event.
 */
final class LostClaims {
    private static final int MOST = 1_024;

    /** Oldest first. */
    private final Map<EventId, String> claimants = new LinkedHashMap<>();

    private volatile boolean empty = true;

    void remember(EventId event, String claimant) {
        synchronized (claimants) {
            claimants.put(event, claimant);
            if (claimants.size() > MOST) {
                Iterator<EventId> oldest = claimants.keySet().iterator();
                oldest.next();
                oldest.remove();
            }
            empty = false;
        }
    }

    /** {@return the name under which to claim the event} */
    String take(EventId event, String otherwise) {
        if (empty) {
            return otherwise;
        }
        synchronized (claimants) {
            String lost = claimants.remove(event);
            empty = claimants.isEmpty();
            return lost == null ? otherwise : lost;
        }
    }
}

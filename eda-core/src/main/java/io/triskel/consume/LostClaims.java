package io.triskel.consume;

import io.triskel.event.EventId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Under which names events were claimed without an answer, so that whoever gets such an event next claims it under the same
 * name: the inbox may have the claim, and would keep everybody else waiting until its lease ends. A name is given out once,
 * since two batches that share it would both handle the event.
 */
final class LostClaims {
    private static final int MOST = 1_024;

    /** The oldest first. */
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

package io.triskel.simulation;

import io.triskel.event.EventId;
import io.triskel.inbox.Fence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What handlers did, in a store that is fenced as the documentation says: highest fence seen beside the effect. */
final class Effects {
    /** Thrown to a handler whose claim somebody else has taken over. */
    static final class StaleException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StaleException(EventId event) {
            super("somebody has taken over " + event);
        }
    }

    private final Map<EventId, Fence> fences = new HashMap<>();
    private final Map<EventId, Long> latest = new HashMap<>();
    private final List<EventId> first = new ArrayList<>();

    /** {@return false if an effect was let in that a later call had overtaken: what a fence is there to refuse} */
    boolean apply(EventId event, Fence fence, long call) {
        Fence highest = fences.getOrDefault(event, Fence.none());
        if (fence.compareTo(highest) < 0) {
            throw new StaleException(event);
        }
        fences.put(event, fence);
        if (latest.put(event, Math.max(call, latest.getOrDefault(event, 0L))) == null) {
            first.add(event);
        }
        return latest.getOrDefault(event, 0L) == call;
    }

    boolean has(EventId event) {
        return latest.containsKey(event);
    }

    /** {@return each event once, in the order of first effects} */
    List<EventId> inOrder() {
        return first;
    }
}

package io.triskel.benchmarks.soak;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A ledger's sums, in events.
 *
 * @param keys that were sent to
 * @param sent different events, however often each was tried
 * @param seen sent events that were seen at least once
 * @param lost sent and not seen
 * @param duplicated seen again
 * @param outOfOrder seen for the first time after a later one of the same key
 * @param unknown seen without having been sent
 */
public record Tally(long keys, long sent, long seen, long lost, long duplicated, long outOfOrder, long unknown) {
    /** {@return whether every event was seen, once and in the order of its key, and nothing else was} */
    public boolean perfect() {
        return lost == 0 && duplicated == 0 && outOfOrder == 0 && unknown == 0;
    }

    /** {@return one number per component, under its name} */
    public ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("keys", keys)
                .put("sent", sent)
                .put("seen", seen)
                .put("lost", lost)
                .put("duplicated", duplicated)
                .put("outOfOrder", outOfOrder)
                .put("unknown", unknown);
    }
}

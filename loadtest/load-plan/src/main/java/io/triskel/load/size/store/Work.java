package io.triskel.load.size.store;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/**
 * What a run of orders did in its stores.
 *
 * @param orders that entered fulfilment
 * @param operations how often each was done
 * @param streamReads how often how many events were read from a stream
 */
public record Work(double orders, Map<String, Long> operations, Map<Integer, Long> streamReads) {
    public Work {
        operations = Map.copyOf(operations);
        streamReads = Map.copyOf(streamReads);
    }

    static Work of(JsonNode json) {
        Map<String, Long> operations = new HashMap<>();
        json.get("done")
                .properties()
                .forEach(one -> operations.put(one.getKey(), one.getValue().longValue()));
        Map<Integer, Long> reads = new HashMap<>();
        json.get("streamReads")
                .properties()
                .forEach(one ->
                        reads.put(Integer.valueOf(one.getKey()), one.getValue().longValue()));
        return new Work(json.get("orders").doubleValue(), operations, reads);
    }

    /** An operation that is not in the run was never done. */
    double did(String operation) {
        return operations.getOrDefault(operation, 0L);
    }

    double eventsRead() {
        return streamReads.entrySet().stream()
                .mapToLong(read -> read.getKey() * read.getValue())
                .sum();
    }

    Work withBatchesOf(int events) {
        Map<String, Long> other = new HashMap<>(operations);
        other.put("batches behind an inbox", Math.round(did("events behind an inbox") / events));
        other.put("batches of lanes looked up", Math.round(did("lanes looked up") / events));
        return new Work(orders, other, streamReads);
    }
}

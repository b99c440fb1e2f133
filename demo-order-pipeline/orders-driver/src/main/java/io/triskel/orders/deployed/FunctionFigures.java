package io.triskel.orders.deployed;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A function's figures, as its host counted them.
 *
 * @param counts the host's own counts, such as invocations and errors, in the order of the summary
 * @param coldStarts each from the start of a process to the end of its first invocation
 * @param batches that were handed over
 * @param batchRecords in all batches
 * @param busy time in invocations
 */
public record FunctionFigures(
        Map<String, Long> counts, List<Duration> coldStarts, long batches, long batchRecords, Duration busy) {
    public FunctionFigures {
        counts = new LinkedHashMap<>(counts);
        coldStarts = List.copyOf(coldStarts);
    }
}

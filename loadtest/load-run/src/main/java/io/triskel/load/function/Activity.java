package io.triskel.load.function;

import io.triskel.load.result.SeriesColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * When which function instances were busy, and when each had its first invocation: how a service scales. Kept by tenths of a
 * second, since the seconds of a result begin at any moment. For one thread.
 */
public final class Activity {
    private static final long STEP = 100_000_000;
    private static final int STEPS_A_SECOND = 10;

    private final Map<Long, Set<String>> working = new HashMap<>();
    private final Map<Long, Long> cold = new HashMap<>();

    /**
     * Records an invocation.
     *
     * @param from when it began, in nanoseconds by any clock that is the same for all
     * @param to when it ended; not before it began
     * @param first whether it is the instance's first
     */
    public void noted(String instance, long from, long to, boolean first) {
        long begun = Math.floorDiv(from, STEP);
        for (long step = begun; step <= Math.floorDiv(to, STEP); step++) {
            working.computeIfAbsent(step, none -> new HashSet<>()).add(instance);
        }
        if (first) {
            cold.merge(begun, 1L, Long::sum);
        }
    }

    /** {@return columns {@code instances} and {@code cold}, a value for each second from a moment on} */
    public Map<String, List<Long>> series(long start, int seconds) {
        List<Long> instances = new ArrayList<>();
        List<Long> starts = new ArrayList<>();
        long from = Math.floorDiv(start, STEP);
        for (int second = 0; second < seconds; second++, from += STEPS_A_SECOND) {
            Set<String> seen = new HashSet<>();
            long begun = 0;
            for (long step = from; step < from + STEPS_A_SECOND; step++) {
                seen.addAll(working.getOrDefault(step, Set.of()));
                begun += cold.getOrDefault(step, 0L);
            }
            instances.add((long) seen.size());
            starts.add(begun);
        }
        Map<String, List<Long>> columns = new LinkedHashMap<>();
        columns.put(SeriesColumn.COLD.id(), starts);
        columns.put(SeriesColumn.INSTANCES.id(), instances);
        return columns;
    }
}

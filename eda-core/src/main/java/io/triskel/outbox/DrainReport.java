package io.triskel.outbox;

import java.util.List;
import java.util.Optional;

/**
 * What one drain did.
 *
 * @param streams one entry per stream that was visited, in order
 * @param unreadBuckets what kept a part of the index from being read, one text per part
 */
public record DrainReport(List<DispatchReport> streams, List<String> unreadBuckets) {
    public DrainReport {
        streams = List.copyOf(streams);
        unreadBuckets = List.copyOf(unreadBuckets);
    }

    /** {@return how many events the bus accepted} */
    public int published() {
        return streams.stream().mapToInt(DispatchReport::published).sum();
    }

    /** {@return the events that hold up their streams, with causes; watch those that are stuck for good} */
    public List<Stuck> stuck() {
        return streams.stream()
                .map(DispatchReport::stuck)
                .flatMap(Optional::stream)
                .toList();
    }

    /** {@return whether the drain visited nothing and missed nothing: there was nothing to do} */
    public boolean idle() {
        return streams.isEmpty() && unreadBuckets.isEmpty();
    }
}

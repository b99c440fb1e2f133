package io.triskel.outbox;

import io.triskel.outbox.DispatchReport.Stuck;
import java.util.List;
import java.util.Optional;

/**
 * What one drain did.
 *
 * @param streams one entry per stream that was visited, in order
 * @param unreadBuckets why buckets of the index could not be read, one text per bucket
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

    /** {@return whether there was nothing to do: no stream was visited, and every bucket was read} */
    public boolean idle() {
        return streams.isEmpty() && unreadBuckets.isEmpty();
    }
}

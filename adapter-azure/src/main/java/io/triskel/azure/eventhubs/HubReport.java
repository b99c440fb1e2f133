package io.triskel.azure.eventhubs;

import java.util.List;

/**
 * The result of one run of a {@link HubConsumer}.
 *
 * @param settled how many events were settled, of all partitions
 * @param caughtUp whether all events of the hub are settled
 * @param fenced partitions that another process has taken over; this consumer reads them no more
 * @param problems for people: why reading a partition ended early; the next run continues
 */
public record HubReport(int settled, boolean caughtUp, List<String> fenced, List<String> problems) {
    public HubReport {
        fenced = List.copyOf(fenced);
        problems = List.copyOf(problems);
    }
}

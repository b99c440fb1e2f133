package io.triskel.azure.eventhubs;

import java.util.List;

/**
 * The result of one run of a {@link HubConsumer}.
 *
 * @param settled the number of events settled, over all partitions
 * @param caughtUp whether all events of the hub are settled
 * @param fenced partitions that another process has taken over; this consumer no longer reads them
 * @param problems why reading a partition ended early, in words; the next run continues
 */
public record HubReport(int settled, boolean caughtUp, List<String> fenced, List<String> problems) {
    public HubReport {
        fenced = List.copyOf(fenced);
        problems = List.copyOf(problems);
    }
}

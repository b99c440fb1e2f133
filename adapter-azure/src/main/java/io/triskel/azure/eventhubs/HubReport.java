package io.triskel.azure.eventhubs;

import java.util.List;

/**
 * What one run of a {@link HubConsumer} came to.
 *
 * @param settled how many events were settled, of all partitions
 * @param caughtUp whether all that was in the hub is settled
 * @param fenced partitions that another process has taken over; this one reads them no more
 * @param problems for people: what ended the turn of a partition early; it goes on in the next run
 */
public record HubReport(int settled, boolean caughtUp, List<String> fenced, List<String> problems) {
    public HubReport {
        fenced = List.copyOf(fenced);
        problems = List.copyOf(problems);
    }
}

package io.triskel.aws.kinesis;

import java.util.List;

/**
 * What one run of a {@link ShardConsumer} came to.
 *
 * @param settled how many records were settled, of all shards
 * @param caughtUp whether all that was in the stream is settled
 * @param fenced shards that another process has taken over; this one reads them no more
 * @param problems for people: what ended the turn of a shard early; it goes on in the next run
 */
public record ShardReport(int settled, boolean caughtUp, List<String> fenced, List<String> problems) {
    public ShardReport {
        fenced = List.copyOf(fenced);
        problems = List.copyOf(problems);
    }
}

package io.triskel.aws.kinesis;

import java.util.List;

/**
 * The result of one run of a {@link ShardConsumer}.
 *
 * @param settled how many records were settled, of all shards
 * @param caughtUp whether all records of the stream are settled
 * @param fenced shards that another process has taken over; this consumer reads them no more
 * @param problems for people: why reading a shard ended early; the next run continues
 */
public record ShardReport(int settled, boolean caughtUp, List<String> fenced, List<String> problems) {
    public ShardReport {
        fenced = List.copyOf(fenced);
        problems = List.copyOf(problems);
    }
}

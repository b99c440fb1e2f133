package io.triskel.aws.kinesis;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The result of one run of a {@link ShardConsumer}.
 *
 * @param settled the number of records settled, over all shards
 * @param caughtUp whether all records of the stream are settled
 * @param fenced shards that another process has taken over; this consumer no longer reads them
 * @param problems why reading a shard ended early, in words; the next run continues
 * @param behind by shard, how far its last page was behind the newest record; without shards of which no page was read
 */
public record ShardReport(
        int settled, boolean caughtUp, List<String> fenced, List<String> problems, Map<String, Duration> behind) {
    public ShardReport {
        behind = Map.copyOf(behind);
        fenced = List.copyOf(fenced);
        problems = List.copyOf(problems);
    }

    /** {@return how far the slowest shard lags behind; zero if no page was read} */
    public Duration lag() {
        return behind.values().stream().max(Duration::compareTo).orElse(Duration.ZERO);
    }
}

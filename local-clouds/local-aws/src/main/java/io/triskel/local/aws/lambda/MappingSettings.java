package io.triskel.local.aws.lambda;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Sets how an event source mapping passes a stream to a function (Lambda developer guide, "Event source mapping
 * parameters").
 *
 * @param start where to start in shards that exist when the mapping starts; later shards are read from their beginning
 * @param fanOut whether the mapping reads as a registered consumer, with its own throughput; otherwise, if the stream
 *     has quotas, it polls each shard once a second and shares the shard's quota with the other readers
 */
public record MappingSettings(Batching batching, Start start, Failures failures, Pace pace, boolean fanOut) {

    /**
     * The limits of a batch.
     *
     * @param size most records per invocation, 1 to 10,000
     * @param window how long a batch may wait until it is full, 0 to 300 s
     * @param parallelization batches per shard at a time, of different partition keys, 1 to 10
     * @param tumbling length of the windows in which records are aggregated, 0 to 900 s; 0 for none, and then no state
     *     is passed or expected. There is one state per shard, so one batch at a time
     */
    public record Batching(int size, Duration window, int parallelization, Duration tumbling) {
        public Batching {
            require(
                    tumbling.equals(Duration.ofSeconds(tumbling.toSeconds()))
                            && tumbling.toSeconds() >= 0
                            && tumbling.toSeconds() <= 900,
                    "tumbling must be 0 to 900 whole seconds, not " + tumbling);
            require(
                    tumbling.isZero() || parallelization == 1,
                    "parallelization must be 1 with tumbling windows, not " + parallelization);
            require(size >= 1 && size <= 10_000, "size must be 1 to 10000 records, not " + size);
            require(
                    !window.isNegative() && window.compareTo(Duration.ofMinutes(5)) <= 0,
                    "window must be 0 to 300 s, not " + window);
            require(
                    parallelization >= 1 && parallelization <= 10,
                    "parallelization must be 1 to 10, not " + parallelization);
        }
    }

    /** Where reading begins. */
    public sealed interface Start {
        record TrimHorizon() implements Start {}

        record Latest() implements Start {}

        record AtTimestamp(Instant time) implements Start {}
    }

    /**
     * The handling of a batch that fails.
     *
     * @param bisect whether the batch is halved before it is retried; halving does not count as a retry
     * @param maxRetries after the first attempt, 0 to 10,000; empty for no limit
     * @param maxRecordAge the age above which a record is given up; 60 s to 7 days in the service, any age here
     * @param partialResponses whether the function reports {@code batchItemFailures}
     * @param destination the folder that replaces an S3 bucket, for one object per batch given up
     */
    public record Failures(
            boolean bisect,
            Optional<Integer> maxRetries,
            Optional<Duration> maxRecordAge,
            boolean partialResponses,
            Optional<Path> destination) {
        public Failures {
            require(
                    maxRetries
                            .filter(retries -> retries < 0 || retries > 10_000)
                            .isEmpty(),
                    "maxRetries must be 0 to 10000, not " + maxRetries);
        }
    }

    /**
     * The times of polls and retries, which may be shorter than the service's.
     *
     * @param poll the time between two polls of a shard; one second in the service
     * @param firstRetry the pause before the first retry; the pause doubles from retry to retry, up to 32 times the first
     */
    public record Pace(Duration poll, Duration firstRetry) {}

    /** The service's defaults, with partial responses on, and much faster polling and retries. */
    public static MappingSettings defaults() {
        return new MappingSettings(
                new Batching(100, Duration.ZERO, 1, Duration.ZERO),
                new Start.TrimHorizon(),
                new Failures(false, Optional.empty(), Optional.empty(), true, Optional.empty()),
                new Pace(Duration.ofMillis(10), Duration.ofMillis(50)),
                false);
    }

    public MappingSettings withBatch(int size, Duration window) {
        return with(new Batching(size, window, batching.parallelization, batching.tumbling));
    }

    public MappingSettings withParallelization(int lanes) {
        return with(new Batching(batching.size, batching.window, lanes, batching.tumbling));
    }

    public MappingSettings withTumblingWindow(Duration length) {
        return with(new Batching(batching.size, batching.window, batching.parallelization, length));
    }

    public MappingSettings withStart(Start position) {
        return new MappingSettings(batching, position, failures, pace, fanOut);
    }

    public MappingSettings withBisect() {
        return with(new Failures(
                true, failures.maxRetries, failures.maxRecordAge, failures.partialResponses, failures.destination));
    }

    public MappingSettings withMaxRetries(int retries) {
        return with(new Failures(
                failures.bisect,
                Optional.of(retries),
                failures.maxRecordAge,
                failures.partialResponses,
                failures.destination));
    }

    public MappingSettings withMaxRecordAge(Duration age) {
        return with(new Failures(
                failures.bisect,
                failures.maxRetries,
                Optional.of(age),
                failures.partialResponses,
                failures.destination));
    }

    public MappingSettings withoutPartialResponses() {
        return with(
                new Failures(failures.bisect, failures.maxRetries, failures.maxRecordAge, false, failures.destination));
    }

    public MappingSettings withOnFailure(Path bucket) {
        return with(new Failures(
                failures.bisect,
                failures.maxRetries,
                failures.maxRecordAge,
                failures.partialResponses,
                Optional.of(bucket)));
    }

    public MappingSettings withPace(Duration poll, Duration firstRetry) {
        return new MappingSettings(batching, start, failures, new Pace(poll, firstRetry), fanOut);
    }

    public MappingSettings withFanOut() {
        return new MappingSettings(batching, start, failures, pace, true);
    }

    private MappingSettings with(Batching changed) {
        return new MappingSettings(changed, start, failures, pace, fanOut);
    }

    private MappingSettings with(Failures changed) {
        return new MappingSettings(batching, start, changed, pace, fanOut);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}

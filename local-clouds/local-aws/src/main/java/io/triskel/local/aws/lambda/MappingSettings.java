package io.triskel.local.aws.lambda;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How an event source mapping feeds a stream to a function (Lambda developer guide, "Event source mapping parameters").
 *
 * @param batchSize at most so many records per invocation, 1 to 10,000
 * @param window how long a batch may wait until it is full, 0 to 300 s
 * @param parallelization batches per shard at a time, of different partition keys, 1 to 10
 * @param start where shards are read from that exist when the mapping begins
 * @param bisect whether a failing batch is halved before it is tried again; halving counts as no retry
 * @param maxRetries after the first attempt, 0 to 10,000; empty for as many as it takes
 * @param maxRecordAge above which a record is given up, 60 s to 7 days in the service, any here
 * @param partialResponses whether the function reports {@code batchItemFailures}
 * @param onFailure a file that takes one line of JSON per batch given up, as an SQS destination would
 * @param pollInterval between two looks at a shard; once per second in the service
 * @param retryDelay before the first retry, doubled from one to the next, at most 32 times itself
 */
public record MappingSettings(
        int batchSize,
        Duration window,
        int parallelization,
        Start start,
        boolean bisect,
        Optional<Integer> maxRetries,
        Optional<Duration> maxRecordAge,
        boolean partialResponses,
        Optional<Path> onFailure,
        Duration pollInterval,
        Duration retryDelay) {

    /** Where reading begins; shards that appear later are read from their beginning. */
    public sealed interface Start {
        record TrimHorizon() implements Start {}

        record Latest() implements Start {}

        record AtTimestamp(Instant time) implements Start {}
    }

    public MappingSettings {
        require(batchSize >= 1 && batchSize <= 10_000, "A batch has 1 to 10000 records, not " + batchSize);
        require(
                !window.isNegative() && window.compareTo(Duration.ofMinutes(5)) <= 0,
                "A batch waits 0 to 300 s, not " + window);
        require(parallelization >= 1 && parallelization <= 10, "A shard has 1 to 10 lanes, not " + parallelization);
        require(
                maxRetries.filter(retries -> retries < 0 || retries > 10_000).isEmpty(),
                "A batch is retried 0 to 10000 times, not " + maxRetries);
    }

    /** The service's defaults, with partial responses on, and much faster polling and retries. */
    public static MappingSettings defaults() {
        return new MappingSettings(
                100,
                Duration.ZERO,
                1,
                new Start.TrimHorizon(),
                false,
                Optional.empty(),
                Optional.empty(),
                true,
                Optional.empty(),
                Duration.ofMillis(10),
                Duration.ofMillis(50));
    }

    public MappingSettings withBatch(int size, Duration longestWait) {
        return new MappingSettings(
                size,
                longestWait,
                parallelization,
                start,
                bisect,
                maxRetries,
                maxRecordAge,
                partialResponses,
                onFailure,
                pollInterval,
                retryDelay);
    }

    public MappingSettings withParallelization(int lanes) {
        return new MappingSettings(
                batchSize,
                window,
                lanes,
                start,
                bisect,
                maxRetries,
                maxRecordAge,
                partialResponses,
                onFailure,
                pollInterval,
                retryDelay);
    }

    public MappingSettings withStart(Start position) {
        return new MappingSettings(
                batchSize,
                window,
                parallelization,
                position,
                bisect,
                maxRetries,
                maxRecordAge,
                partialResponses,
                onFailure,
                pollInterval,
                retryDelay);
    }

    public MappingSettings withBisect() {
        return new MappingSettings(
                batchSize,
                window,
                parallelization,
                start,
                true,
                maxRetries,
                maxRecordAge,
                partialResponses,
                onFailure,
                pollInterval,
                retryDelay);
    }

    public MappingSettings withMaxRetries(int retries) {
        return new MappingSettings(
                batchSize,
                window,
                parallelization,
                start,
                bisect,
                Optional.of(retries),
                maxRecordAge,
                partialResponses,
                onFailure,
                pollInterval,
                retryDelay);
    }

    public MappingSettings withMaxRecordAge(Duration age) {
        return new MappingSettings(
                batchSize,
                window,
                parallelization,
                start,
                bisect,
                maxRetries,
                Optional.of(age),
                partialResponses,
                onFailure,
                pollInterval,
                retryDelay);
    }

    public MappingSettings withoutPartialResponses() {
        return new MappingSettings(
                batchSize,
                window,
                parallelization,
                start,
                bisect,
                maxRetries,
                maxRecordAge,
                false,
                onFailure,
                pollInterval,
                retryDelay);
    }

    public MappingSettings withOnFailure(Path file) {
        return new MappingSettings(
                batchSize,
                window,
                parallelization,
                start,
                bisect,
                maxRetries,
                maxRecordAge,
                partialResponses,
                Optional.of(file),
                pollInterval,
                retryDelay);
    }

    public MappingSettings withPace(Duration poll, Duration firstRetry) {
        return new MappingSettings(
                batchSize,
                window,
                parallelization,
                start,
                bisect,
                maxRetries,
                maxRecordAge,
                partialResponses,
                onFailure,
                poll,
                firstRetry);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}

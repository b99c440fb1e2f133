package io.triskel.aws.kinesis;

import io.triskel.aws.CallTime;
import io.triskel.event.Deadline;
import io.triskel.event.PortException;
import io.triskel.store.Checkpoints;
import io.triskel.store.Checkpoints.Checkpoint;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Reads one shard page by page and keeps its checkpoint just before the first unsettled record. */
final class ShardReader {
    private static final String END = "SHARD_END";
    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(5);
    private static final int DOUBLINGS = 10;

    private final KinesisClient client;
    private final ShardRecords records;
    private final Checkpoints checkpoints;
    private final InstantSource clock;
    private final ReadQuota quota;
    private Checkpoint checkpoint;
    private @Nullable String iterator;
    private boolean restsThisRun;
    private boolean caughtUp;
    private boolean fenced;
    private int settled;
    private int throttles;
    private long nextCall = System.nanoTime();
    private Optional<Duration> behind = Optional.empty();
    private @Nullable String problem;

    ShardReader(
            KinesisClient client,
            ShardRecords records,
            Checkpoints checkpoints,
            InstantSource clock,
            ReadQuota quota,
            Checkpoint claimed) {
        this.client = client;
        this.records = records;
        this.checkpoints = checkpoints;
        this.clock = clock;
        this.quota = quota;
        this.checkpoint = claimed;
    }

    void beginRun() {
        restsThisRun = false;
        caughtUp = false;
        settled = 0;
        behind = Optional.empty();
        problem = null;
    }

    /** Waits until the quota allows the next call; returns false if the deadline comes first, or the thread is interrupted. */
    boolean awaitQuota(Deadline deadline) {
        long wait = nextCall - System.nanoTime();
        if (wait > deadline.remaining(clock).toNanos()) {
            restsThisRun = true;
            return false;
        }
        try {
            TimeUnit.NANOSECONDS.sleep(wait);
            return true;
        } catch (InterruptedException now) {
            Thread.currentThread().interrupt();
            restsThisRun = true;
            return false;
        }
    }

    /** Reads one page; a failure ends the shard's turn in this run and is reported by {@link #problem}. */
    void readPage(int most, Deadline deadline) {
        try {
            String at = iterator == null ? iteratorAtCheckpoint(deadline) : iterator;
            iterator = at;
            CallTime time = CallTime.until(deadline, clock);
            long begin = System.nanoTime();
            nextCall = begin + quota.pause(0);
            GetRecordsResponse page = client.getRecords(get ->
                    get.shardIterator(at).limit(most).overrideConfiguration(override -> time.limit(client, override)));
            throttles = 0;
            nextCall = begin + quota.pause(bytes(page.records()));
            behind = Optional.ofNullable(page.millisBehindLatest()).map(Duration::ofMillis);
            settle(page, deadline);
        } catch (ExpiredIteratorException expired) {
            iterator = null;
        } catch (ProvisionedThroughputExceededException shared) {
            // Others read the shard too. The iterator stays valid, and a new one would cost another call.
            long longest = Math.min(FIRST_PAUSE << Math.min(throttles++, DOUBLINGS), LONGEST_PAUSE);
            nextCall = System.nanoTime()
                    + quota.pause(0)
                    + ThreadLocalRandom.current().nextLong(longest);
            problem = records.shard() + ": " + shared.getMessage();
        } catch (SdkException | PortException failure) {
            iterator = null;
            rest(String.valueOf(failure.getMessage()));
        }
    }

    private static long bytes(List<Record> records) {
        return records.stream()
                .mapToLong(record -> record.data().asByteArrayUnsafe().length
                        + record.partitionKey().length())
                .sum();
    }

    private void settle(GetRecordsResponse page, Deadline deadline) {
        List<Record> read = page.records();
        int first = read.isEmpty() ? 0 : records.firstUnsettled(read, deadline);
        boolean complete = first == read.size();
        boolean ends = complete && page.nextShardIterator() == null;
        if ((first > 0 || ends) && !save(ends ? END : read.get(first - 1).sequenceNumber())) {
            return;
        }
        settled += first;
        iterator = complete ? page.nextShardIterator() : null;
        if (!complete) {
            rest("the record " + read.get(first).sequenceNumber() + " is not settled");
        } else if (ends || page.millisBehindLatest() == 0) {
            caughtUp = true;
            restsThisRun = true;
        }
        if (complete) {
            problem = null;
        }
    }

    private boolean save(String position) {
        Optional<Checkpoint> saved = checkpoints.save(checkpoint, position);
        saved.ifPresent(now -> checkpoint = now);
        fenced = saved.isEmpty();
        return !fenced;
    }

    private String iteratorAtCheckpoint(Deadline deadline) {
        CallTime time = CallTime.until(deadline, clock);
        return client.getShardIterator(get -> {
                    get.streamName(records.stream())
                            .shardId(records.shard())
                            .overrideConfiguration(override -> time.limit(client, override));
                    checkpoint
                            .position()
                            .ifPresentOrElse(
                                    after -> get.shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                                            .startingSequenceNumber(after),
                                    () -> get.shardIteratorType(ShardIteratorType.TRIM_HORIZON));
                })
                .shardIterator();
    }

    private void rest(String why) {
        restsThisRun = true;
        problem = records.shard() + ": " + why;
    }

    boolean ended() {
        return checkpoint.position().equals(Optional.of(END));
    }

    boolean reads() {
        return !ended() && !fenced && !restsThisRun;
    }

    boolean caughtUp() {
        return caughtUp || ended();
    }

    boolean fenced() {
        return fenced;
    }

    int settled() {
        return settled;
    }

    Optional<Duration> behind() {
        return behind;
    }

    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }
}

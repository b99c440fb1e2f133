package io.triskel.local.aws.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.local.Daemons;
import io.triskel.local.aws.kinesis.KinesisRecord;
import io.triskel.local.aws.kinesis.KinesisStream;
import io.triskel.local.aws.kinesis.Shard;
import io.triskel.local.aws.lambda.MappingSettings.Start;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * An event source mapping: reads the shards of a stream in parent-child order and passes their records to a function,
 * batch by batch. Progress is in memory: it survives the end of functions, but not of this JVM.
 *
 * <p>One thread drives all shards; invocations run on other threads and report back to it.
 */
public final class KinesisMapping implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(KinesisMapping.class.getName());

    private final String id = UUID.randomUUID().toString();
    private final KinesisStream stream;
    private final LambdaFunction function;
    private final MappingSettings settings;
    private final InstantSource clock;
    private final ScheduledExecutorService loop;

    private final Map<String, ShardReader> readers = new LinkedHashMap<>();
    private final Set<String> finished = new LinkedHashSet<>();
    private final List<FailedBatch> failedBatches = new ArrayList<>();

    /** The ids of finished shards. */
    private long polls;

    private long throttledPolls;

    KinesisMapping(KinesisStream stream, LambdaFunction function, MappingSettings settings, InstantSource clock) {
        this.stream = stream;
        this.function = function;
        this.settings = settings;
        this.clock = clock;
        this.loop = Executors.newSingleThreadScheduledExecutor(
                Daemons.named("mapping-" + function.definition().name()));
        begin();
        ScheduledFuture<?> unused = loop.scheduleWithFixedDelay(
                this::tick, 0, settings.pace().poll().toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Whether every record that is in the stream now is settled, and with windows, its window's final invocation done. */
    public synchronized boolean isCaughtUp() {
        return stream.shards().stream()
                .allMatch(shard -> finished.contains(shard.id())
                        || (readers.containsKey(shard.id())
                                && readers.get(shard.id()).isCaughtUp()));
    }

    /** The records in the stream that are not settled; those of shards that wait for their parents do not count yet. */
    public synchronized long waiting() {
        return readers.values().stream().mapToLong(ShardReader::waiting).sum();
    }

    /** Per shard, the sequence number below which all records are settled. */
    public synchronized Map<String, String> checkpoints() {
        Map<String, String> checkpoints = new TreeMap<>();
        readers.forEach((shard, reader) -> checkpoints.put(shard, stream.sequenceNumber(reader.checkpoint())));
        return checkpoints;
    }

    /** The number of polls of shards. */
    public synchronized long polls() {
        return polls + readers.values().stream().mapToLong(ShardReader::polls).sum();
    }

    /**
     * The number of throttled polls, since the readers that share a shard's quota polled too often or read too much.
     */
    public synchronized long throttledPolls() {
        return throttledPolls
                + readers.values().stream()
                        .mapToLong(ShardReader::throttledPolls)
                        .sum();
    }

    /** The batches given up so far. */
    public synchronized List<FailedBatch> failedBatches() {
        return List.copyOf(failedBatches);
    }

    @Override
    public void close() {
        loop.shutdownNow();
    }

    private void begin() {
        for (Shard shard : stream.shards()) {
            long from = settings.start() instanceof Start.AtTimestamp at
                    ? shard.at(at.time())
                    : settings.start() instanceof Start.Latest ? shard.latest() : 0;
            if (settings.start() instanceof Start.Latest && !shard.isOpen()) {
                finished.add(shard.id());
            } else {
                readers.put(shard.id(), new ShardReader(shard, from, settings));
            }
        }
    }

    private synchronized void tick() {
        try {
            List<Shard> shards = stream.shards();
            for (Shard shard : shards) {
                if (!finished.contains(shard.id())) {
                    // A shard that appears later is a child, read from its beginning.
                    advance(readers.computeIfAbsent(shard.id(), id -> new ShardReader(shard, 0, settings)), shards);
                }
            }
        } catch (RuntimeException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "The mapping of " + stream.name() + " failed; the next poll tries again",
                    e);
        }
    }

    private void advance(ShardReader reader, List<Shard> shards) {
        Shard shard = reader.shard();
        boolean parentsDone = shards.stream()
                .noneMatch(other -> shard.parents().contains(other.id()) && !finished.contains(other.id()));
        if (!parentsDone) {
            return;
        }
        reader.read(clock.instant());
        for (ShardLane lane : reader.lanes()) {
            tryNext(reader, lane);
        }
        if (reader.isDone()) {
            readers.remove(shard.id());
            polls += reader.polls();
            throttledPolls += reader.throttledPolls();
            finished.add(shard.id());
        }
    }

    private void tryNext(ShardReader reader, ShardLane lane) {
        Instant now = clock.instant();
        lane.next(now, reader.isAtEnd()).ifPresent(batch -> {
            var old = lane.giveUpOld(now);
            if (old.isPresent()) {
                giveUp(reader, old.get(), "RecordAgeExceeded");
                return;
            }
            byte[] event = KinesisEvent.of(stream, reader.shard().id(), batch.records(), lane.window());
            var unused = function.invoke(event).thenAccept(result -> later(() -> settle(reader, lane, batch, result)));
        });
    }

    private void later(Runnable step) {
        try {
            loop.execute(step);
        } catch (RejectedExecutionException e) {
            // The mapping was closed meanwhile: as after a crash of the poller, the batch counts as not attempted.
        }
    }

    private synchronized void settle(
            ShardReader reader, ShardLane lane, ShardLane.Batch batch, InvocationResult result) {
        Instant now = clock.instant();
        if (result instanceof InvocationResult.Throttled) {
            lane.throttled(now);
        } else if (batch.isFinal()) {
            lane.finished(state(result).isPresent(), now);
        } else {
            function.countBatch(batch.records().size());
            int firstFailure = firstFailure(batch, result);
            if (firstFailure > 0) {
                state(result).ifPresent(lane::aggregated);
            }
            boolean answered = result instanceof InvocationResult.Succeeded && !lacksState(result);
            lane.settle(firstFailure, answered, now)
                    .ifPresent(given -> giveUp(reader, given, "RetryAttemptsExhausted"));
        }
        reader.read(now);
        tryNext(reader, lane);
    }

    private int firstFailure(ShardLane.Batch batch, InvocationResult result) {
        List<KinesisRecord> records = batch.records();
        return lacksState(result)
                ? 0
                : result.<Integer>fold(
                        succeeded -> settings.failures().partialResponses()
                                ? KinesisEvent.firstFailure(stream, records, succeeded.payload())
                                : records.size(),
                        failed -> 0,
                        throttled -> 0);
    }

    /** With windows, an answer without state is a failed invocation. */
    private boolean lacksState(InvocationResult result) {
        return !settings.batching().tumbling().isZero() && state(result).isEmpty();
    }

    private static Optional<JsonNode> state(InvocationResult result) {
        return result.fold(
                succeeded -> KinesisEvent.state(succeeded.payload()),
                failed -> Optional.empty(),
                throttled -> Optional.empty());
    }

    private void giveUp(ShardReader reader, ShardLane.Batch batch, String condition) {
        KinesisRecord first = batch.records().get(0);
        KinesisRecord last = batch.records().get(batch.records().size() - 1);
        FailedBatch failed = new FailedBatch(
                condition,
                batch.failures(),
                function.definition().arn(),
                stream.arn(),
                new FailedBatch.Records(reader.shard().id(), batch.records().size(), edge(first), edge(last)),
                clock.instant());
        failedBatches.add(failed);
        byte[] event = KinesisEvent.of(stream, reader.shard().id(), batch.records(), Optional.empty());
        settings.failures().destination().ifPresent(bucket -> put(bucket, failed, event));
    }

    private FailedBatch.Edge edge(KinesisRecord record) {
        return new FailedBatch.Edge(stream.sequenceNumber(record.ordinal()), record.arrivedAt());
    }

    private void put(Path bucket, FailedBatch failed, byte[] event) {
        Path object = bucket.resolve(failed.objectName(id));
        try {
            Files.createDirectories(object.getParent());
            // An object appears whole.
            Path unfinished = Files.write(Files.createTempFile(bucket, ".", ".tmp"), failed.toJson(event));
            Files.move(unfinished, object, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "Cannot write " + failed + " to " + object, e);
        }
    }
}

package io.triskel.aws.kinesis;

import io.triskel.aws.CallTime;
import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.event.Deadline;
import io.triskel.store.Checkpoints;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;

/**
 * Reads all shards of a stream in one long-running process, from the oldest record on, and resumes at its checkpoints.
 * After a split or a merge no child is read before its parents have ended, which preserves ordering per key.
 *
 * <p>A second consumer of the same name takes over the shards at its first run; the first consumer is fenced and stops
 * at its next checkpoint. Call {@link #run} repeatedly, with a pause after it has caught up or reports problems. The
 * consumer keeps its quota across runs. It has no thread, and only one thread at a time may call it. The deadline
 * limits every call to Kinesis, but not the saving of a checkpoint, which takes as long as its store does.
 *
 * <p>Records aggregated by the Kinesis Producer Library are split.
 */
public final class ShardConsumer {
    /** The records that a shard accepts in two seconds, so that the quota of calls never slows a reader down. */
    private static final int PAGE = 2_000;

    private final Supplier<KinesisClient> client;
    private final String stream;
    private final String name;
    private final BatchProcessor processor;
    private final EventCodec codec;
    private final Checkpoints checkpoints;
    private final InstantSource clock;
    private Executor executor = Runnable::run;
    private ReadQuota quota = ReadQuota.whole();
    private Predicate<String> own = any -> true;
    private final Map<String, Shard> shards = new TreeMap<>();
    private final Map<String, ShardReader> readers = new TreeMap<>();

    /**
     * Creates a consumer.
     *
     * @param client supplies the client at the first run
     * @param stream its name
     * @param name of the checkpoints: at most 128 characters including a shard's name, which has 20
     * @param processor of the one consumer; called for several shards at the same time
     * @param clock measures deadlines
     */
    public ShardConsumer(
            Supplier<KinesisClient> client,
            String stream,
            String name,
            BatchProcessor processor,
            EventCodec codec,
            Checkpoints checkpoints,
            InstantSource clock) {
        this.client = client;
        this.stream = stream;
        this.name = name;
        this.processor = processor;
        this.codec = codec;
        this.checkpoints = checkpoints;
        this.clock = clock;
    }

    /** Reads shards in parallel on this executor; by default the calling thread reads one shard after another. */
    public ShardConsumer executor(Executor reads) {
        executor = reads;
        return this;
    }

    /**
     * Sets this consumer's share of each shard's quota, by default the whole. All readers without enhanced fan-out
     * share the quota. Call this before the first run.
     */
    public ShardConsumer quota(ReadQuota share) {
        quota = share;
        return this;
    }

    /**
     * Reads only these shards, by their ids; other processes read the rest. By default all. A child is not read before its parents
     * have ended, but only as far as the parents are read here: do not split or merge shards while several processes share a
     * stream in this way. Call this before the first run.
     */
    public ShardConsumer shards(Predicate<String> ids) {
        own = ids;
        return this;
    }

    /**
     * Reads until all shards are caught up, blocked or fenced, or a limit is reached.
     *
     * @param limit no further page is read once this many records are settled
     * @throws software.amazon.awssdk.core.exception.SdkException if the stream's shards cannot be listed
     * @throws io.triskel.event.PortException if a checkpoint cannot be claimed
     */
    public ShardReport run(int limit, Deadline deadline) {
        if (deadline.passed(clock)) {
            return new ShardReport(0, false, List.of(), List.of(), Map.of());
        }
        discover(deadline);
        readers.values().forEach(ShardReader::beginRun);
        List<ShardReader> ready = ready();
        while (!ready.isEmpty() && settled() < limit && !deadline.passed(clock)) {
            readSideBySide(ready, Math.max(1, (limit - settled()) / ready.size()), deadline);
            if (ready.stream().anyMatch(ShardReader::ended)) {
                discover(deadline);
            }
            ready = ready();
        }
        return report();
    }

    /**
     * No shard waits for another shard's pages. All readers stop only when a shard ends, so that its children can
     * begin.
     */
    private void readSideBySide(List<ShardReader> ready, int share, Deadline deadline) {
        AtomicBoolean oneHasEnded = new AtomicBoolean();
        CompletableFuture.allOf(ready.stream()
                        .map(reader ->
                                CompletableFuture.runAsync(() -> read(reader, share, deadline, oneHasEnded), executor))
                        .toArray(CompletableFuture<?>[]::new))
                .join();
    }

    private void read(ShardReader reader, int share, Deadline deadline, AtomicBoolean oneHasEnded) {
        int most = reader.settled() + share;
        while (reader.reads()
                && reader.settled() < most
                && !oneHasEnded.get()
                && reader.awaitQuota(deadline)
                && !deadline.passed(clock)) {
            reader.readPage(Math.min(PAGE, most - reader.settled()), deadline);
            if (reader.ended()) {
                oneHasEnded.set(true);
            }
        }
    }

    /** Shards appear with a split or a merge, and disappear when their last record has expired. */
    private void discover(Deadline deadline) {
        List<Shard> listed = list(deadline);
        shards.clear();
        listed.stream().filter(shard -> own.test(shard.shardId())).forEach(shard -> shards.put(shard.shardId(), shard));
        readers.keySet().retainAll(shards.keySet());
        for (String shard : shards.keySet()) {
            readers.computeIfAbsent(
                    shard,
                    id -> new ShardReader(
                            client.get(),
                            new ShardRecords(stream, id, processor, codec),
                            checkpoints,
                            clock,
                            quota,
                            checkpoints.claim(name + "/" + id)));
        }
    }

    private List<Shard> list(Deadline deadline) {
        List<Shard> listed = new ArrayList<>();
        ListShardsResponse page = list(deadline, list -> list.streamName(stream));
        listed.addAll(page.shards());
        while (page.nextToken() != null) {
            String next = page.nextToken();
            page = list(deadline, list -> list.nextToken(next));
            listed.addAll(page.shards());
        }
        return listed;
    }

    private ListShardsResponse list(Deadline deadline, Consumer<ListShardsRequest.Builder> page) {
        KinesisClient sdk = client.get();
        CallTime time = CallTime.until(deadline, clock);
        return sdk.listShards(list -> {
            page.accept(list);
            list.overrideConfiguration(override -> time.limit(sdk, override));
        });
    }

    private List<ShardReader> ready() {
        return shards.values().stream()
                .filter(shard -> parents(shard).allMatch(ShardReader::ended))
                .map(shard -> reader(shard.shardId()))
                .filter(ShardReader::reads)
                .toList();
    }

    /** The shard's parents that are still listed; a parent that is not listed has expired and has no records left. */
    private Stream<ShardReader> parents(Shard shard) {
        return Stream.of(shard.parentShardId(), shard.adjacentParentShardId())
                .filter(parent -> parent != null && readers.containsKey(parent))
                .map(this::reader);
    }

    private ShardReader reader(String shard) {
        return Objects.requireNonNull(readers.get(shard));
    }

    private int settled() {
        return readers.values().stream().mapToInt(ShardReader::settled).sum();
    }

    private ShardReport report() {
        Collection<ShardReader> all = readers.values();
        return new ShardReport(
                settled(),
                all.stream().allMatch(ShardReader::caughtUp),
                readers.entrySet().stream()
                        .filter(entry -> entry.getValue().fenced())
                        .map(Map.Entry::getKey)
                        .toList(),
                all.stream().flatMap(reader -> reader.problem().stream()).toList(),
                behind());
    }

    private Map<String, Duration> behind() {
        Map<String, Duration> behind = new TreeMap<>();
        readers.forEach((shard, reader) -> reader.behind().ifPresent(lag -> behind.put(shard, lag)));
        return behind;
    }
}

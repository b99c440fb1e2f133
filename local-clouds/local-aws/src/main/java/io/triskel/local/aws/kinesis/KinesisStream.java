package io.triskel.local.aws.kinesis;

import io.triskel.local.aws.wire.ServiceException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** A stream: which shard takes a key, and how shards are split and merged. */
public final class KinesisStream {
    /** Of a stream of any kind but on-demand advantage (Kinesis Data Streams developer guide, "Quotas and limits"). */
    private static final int MOST_CONSUMERS = 20;

    private final String name;
    private final KinesisSettings settings;
    private final Instant createdAt;
    private final SequenceNumbers numbers;
    private final AtomicLong ordinals = new AtomicLong(1);
    private final AtomicLong storedBytes;

    // The list is replaced, never changed, so that the many writers and readers need no lock.
    private volatile List<Shard> shards;
    private volatile List<Shard> open;
    private volatile Instant readyAt;
    private volatile Optional<String> key = Optional.empty();
    private volatile Duration retention = Duration.ofHours(24);
    private volatile int maxRecordBytes = 1 << 20;
    private volatile Instant nextSweep;
    private final Map<String, StreamConsumer> consumers = new ConcurrentSkipListMap<>();

    KinesisStream(String name, int shardCount, KinesisSettings settings, AtomicLong storedBytes) {
        this.name = name;
        this.settings = settings;
        this.storedBytes = storedBytes;
        this.createdAt = settings.clock().instant();
        this.readyAt = createdAt.plus(settings.statusDelay());
        this.nextSweep = createdAt;
        this.numbers = new SequenceNumbers(createdAt);
        List<Shard> first = new ArrayList<>();
        for (int i = 0; i < shardCount; i++) {
            first.add(newShard(i, HashRange.uniform(i, shardCount), List.of()));
        }
        this.shards = List.copyOf(first);
        this.open = shards;
    }

    public String name() {
        return name;
    }

    public String arn() {
        return KinesisServer.ARN_PREFIX + name;
    }

    /**
     * Encrypts the stream with a key of its owner's: writers and readers need rights to the key from then on.
     *
     * @param name the part of the key's ARN behind region and account, such as {@code key/stream}
     */
    public void encryptWith(String name) {
        key = Optional.of(name);
    }

    /** {@return the key of the owner's that encrypts the stream, if it is one} */
    public Optional<String> key() {
        return key;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** Every shard that still holds or takes records, in order of creation. */
    public List<Shard> shards() {
        Instant horizon = horizon();
        return shards.stream()
                .filter(shard -> shard.closedAt().map(horizon::isBefore).orElse(true))
                .toList();
    }

    public Shard shard(String id) {
        return shards.stream()
                .filter(shard -> shard.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ServiceException(
                        "ResourceNotFoundException",
                        "Shard " + id + " in stream " + name + " under account " + KinesisServer.ACCOUNT
                                + " does not exist"));
    }

    /** The sequence number of an ordinal. */
    public String sequenceNumber(long ordinal) {
        return numbers.format(ordinal);
    }

    /** The ordinal of a sequence number. */
    public long ordinal(String sequenceNumber) {
        return numbers.parse(sequenceNumber);
    }

    String status() {
        if (!settings.clock().instant().isBefore(readyAt)) {
            return "ACTIVE";
        }
        return shards.stream().allMatch(shard -> shard.parents().isEmpty() && shard.isOpen()) ? "CREATING" : "UPDATING";
    }

    Duration retention() {
        return retention;
    }

    void retain(Duration hours) {
        retention = hours;
    }

    int maxRecordBytes() {
        return maxRecordBytes;
    }

    void setMaxRecordBytes(int bytes) {
        maxRecordBytes = bytes;
    }

    long nextOrdinal() {
        return ordinals.get();
    }

    int openShards() {
        return open.size();
    }

    Shard route(BigInteger hash) {
        for (Shard shard : open) {
            if (shard.range().contains(hash)) {
                return shard;
            }
        }
        throw new IllegalStateException("The open shards of " + name + " cover all hash keys, but not " + hash);
    }

    /** A record in its shard, or the shard that has no quota left. */
    record Placed(Shard shard, Optional<KinesisRecord> record) {}

    Placed put(String partitionKey, BigInteger hash, byte[] data) {
        forgetExpired();
        if (storedBytes.get() + data.length > settings.maxStoredBytes()) {
            throw new ServiceException(
                    "InternalFailureException",
                    "The local Kinesis holds " + storedBytes.get() + " bytes; allow more, or set a shorter retention",
                    500);
        }
        while (true) {
            Shard shard = route(hash);
            synchronized (shard) {
                if (shard.isOpen()) {
                    Optional<KinesisRecord> record = shard.put(partitionKey, data, ordinals::getAndIncrement);
                    record.ifPresent(stored -> storedBytes.addAndGet(stored.size()));
                    return new Placed(shard, record);
                }
            }
            Thread.onSpinWait();
        }
    }

    /** Closes a shard and opens two that share its keys. */
    public synchronized void split(String shardId, BigInteger newStart) {
        Shard parent = openShard(shardId);
        HashRange range = parent.range();
        if (newStart.compareTo(range.start()) <= 0 || newStart.compareTo(range.end()) > 0) {
            throw new ServiceException(
                    "InvalidArgumentException", "NewStartingHashKey " + newStart + " does not lie inside " + range);
        }
        int number = shards.size();
        replace(
                List.of(parent),
                List.of(
                        new HashRange(range.start(), newStart.subtract(BigInteger.ONE)),
                        new HashRange(newStart, range.end())),
                number);
    }

    /** Closes two adjacent shards and opens one that has the keys of both. */
    public synchronized void merge(String shardId, String adjacentId) {
        Shard one = openShard(shardId);
        Shard other = openShard(adjacentId);
        boolean inOrder = one.range().isFollowedBy(other.range());
        if (!inOrder && !other.range().isFollowedBy(one.range())) {
            throw new ServiceException(
                    "InvalidArgumentException", "Shards " + shardId + " and " + adjacentId + " are not adjacent");
        }
        HashRange range = inOrder
                ? new HashRange(one.range().start(), other.range().end())
                : new HashRange(other.range().start(), one.range().end());
        replace(List.of(one, other), List.of(range), shards.size());
    }

    /** Splits and merges shards until they are evenly divided, with temporary shards in between, as the service does. */
    public synchronized void scaleTo(int count) {
        for (int i = 1; i < count; i++) {
            BigInteger edge = HashRange.edge(i, count);
            Shard shard = route(edge);
            if (!shard.range().start().equals(edge)) {
                split(shard.id(), edge);
            }
        }
        for (int i = 0; i < count; i++) {
            HashRange target = HashRange.uniform(i, count);
            for (Shard first = route(target.start()); !first.range().equals(target); first = route(target.start())) {
                merge(first.id(), route(first.range().end().add(BigInteger.ONE)).id());
            }
        }
    }

    long storedBytes() {
        return shards.stream().mapToLong(Shard::storedBytes).sum();
    }

    /** Forgets records older than the retention; does so at most once per hundredth of the retention. */
    void forgetExpired() {
        Instant now = settings.clock().instant();
        if (now.isBefore(nextSweep)) {
            return;
        }
        synchronized (this) {
            nextSweep = now.plus(kept().dividedBy(100));
            Instant horizon = horizon();
            shards.forEach(shard -> storedBytes.addAndGet(-shard.forgetBefore(horizon)));
        }
    }

    /** Its registered consumers, each with read throughput of its own, by name. */
    Map<String, StreamConsumer> consumers() {
        return consumers;
    }

    /** Registers a consumer without a client. */
    public StreamConsumer registerConsumer(String consumer) {
        if (consumers.size() >= MOST_CONSUMERS) {
            throw new ServiceException(
                    "LimitExceededException",
                    "Stream " + name + " has " + MOST_CONSUMERS + " consumers already, and takes no more.");
        }
        Instant now = settings.clock().instant();
        StreamConsumer registered = new StreamConsumer(
                consumer,
                arn() + "/consumer/" + consumer + ":" + now.getEpochSecond(),
                now,
                now.plus(settings.statusDelay()),
                settings.quotas(),
                settings.clock());
        if (consumers.putIfAbsent(consumer, registered) != null) {
            throw new ServiceException(
                    "ResourceInUseException",
                    "Consumer " + consumer + " of stream " + name + " under account " + KinesisServer.ACCOUNT
                            + " already exists.");
        }
        return registered;
    }

    private void replace(List<Shard> parents, List<HashRange> ranges, int firstNumber) {
        List<Shard> all = new ArrayList<>(shards);
        List<Shard> stillOpen = new ArrayList<>(open);
        stillOpen.removeAll(parents);
        long end = ordinals.getAndIncrement();
        parents.forEach(parent -> parent.close(end));
        List<String> parentIds = parents.stream().map(Shard::id).toList();
        for (int i = 0; i < ranges.size(); i++) {
            Shard child = newShard(firstNumber + i, ranges.get(i), parentIds);
            all.add(child);
            stillOpen.add(child);
        }
        stillOpen.sort(Comparator.comparing(shard -> shard.range().start()));
        shards = List.copyOf(all);
        open = List.copyOf(stillOpen);
        readyAt = settings.clock().instant().plus(settings.statusDelay());
    }

    private Shard newShard(int number, HashRange range, List<String> parents) {
        return new Shard(number, range, parents, ordinals.getAndIncrement(), settings.clock(), settings.quotas());
    }

    private Shard openShard(String id) {
        Shard shard = shard(id);
        OptionalLong end = shard.endOrdinal();
        if (end.isPresent()) {
            throw new ServiceException("InvalidArgumentException", "Shard " + id + " is not open");
        }
        return shard;
    }

    private Duration kept() {
        return settings.retention().orElse(retention);
    }

    private Instant horizon() {
        return settings.clock().instant().minus(kept());
    }
}

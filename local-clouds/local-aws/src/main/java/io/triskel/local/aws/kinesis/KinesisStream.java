package io.triskel.local.aws.kinesis;

import io.triskel.local.aws.wire.ServiceException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** A stream: its records, its consumers and its settings. */
public final class KinesisStream {
    /**
     * The limit for all streams but those of on-demand advantage (Kinesis Data Streams developer guide, "Quotas and
     * limits").
     */
    private static final int MOST_CONSUMERS = 20;

    /** API reference, RegisterStreamConsumer. */
    private static final int MOST_CREATING = 5;

    private final String name;
    private final KinesisSettings settings;
    private final Instant createdAt;
    private final SequenceNumbers numbers;
    private final AtomicLong ordinals = new AtomicLong(1);
    private final AtomicLong storedBytes;

    private final StreamShards shards;
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
        this.nextSweep = createdAt;
        this.numbers = new SequenceNumbers(createdAt);
        this.shards = new StreamShards(name, shardCount, settings, ordinals);
    }

    public String name() {
        return name;
    }

    public String arn() {
        return KinesisServer.ARN_PREFIX + name;
    }

    /**
     * Encrypts the stream with a customer key: writers and readers need permissions on the key from then on.
     *
     * @param name the part of the key's ARN after region and account, such as {@code key/stream}
     */
    public void encryptWith(String name) {
        key = Optional.of(name);
    }

    /** {@return the customer key that encrypts the stream, if any} */
    public Optional<String> key() {
        return key;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** Every shard that still has or accepts records, in order of creation. */
    public List<Shard> shards() {
        Instant horizon = horizon();
        return shards.all().stream()
                .filter(shard -> shard.closedAt().map(horizon::isBefore).orElse(true))
                .toList();
    }

    public Shard shard(String id) {
        return shards.shard(id);
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
        return shards.status();
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
        return shards.open();
    }

    /** A record in its shard, or the shard without quota left. */
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
            Shard shard = shards.route(hash);
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

    /** Closes a shard and opens two that split its hash keys. */
    public void split(String shardId, BigInteger newStart) {
        shards.split(shardId, newStart);
    }

    /** Closes two adjacent shards and opens one with the hash keys of both. */
    public void merge(String shardId, String adjacentId) {
        shards.merge(shardId, adjacentId);
    }

    /** Splits and merges shards until they are evenly divided, with temporary shards in between, as the service does. */
    public void scaleTo(int count) {
        shards.scaleTo(count);
    }

    long storedBytes() {
        return shards.all().stream().mapToLong(Shard::storedBytes).sum();
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
            shards.all().forEach(shard -> storedBytes.addAndGet(-shard.forgetBefore(horizon)));
        }
    }

    /** Its registered consumers, each with its own read throughput, by name. */
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
        if (consumers.values().stream()
                        .filter(each -> each.status().equals("CREATING"))
                        .count()
                >= MOST_CREATING) {
            throw new ServiceException(
                    "LimitExceededException",
                    MOST_CREATING + " consumers of stream " + name + " are being created already.");
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

    private Duration kept() {
        return settings.retention().orElse(retention);
    }

    private Instant horizon() {
        return settings.clock().instant().minus(kept());
    }
}

package io.triskel.local.aws.firehose;

import io.triskel.local.aws.kinesis.KinesisRecord;
import io.triskel.local.aws.kinesis.KinesisStream;
import io.triskel.local.aws.kinesis.Shard;
import io.triskel.local.aws.wire.ServiceException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.zip.GZIPOutputStream;

/**
 * Buffers records and writes them as objects, from calls or from a Kinesis stream. {@link #tick}, which the server
 * calls several times per second, checks buffer times.
 */
public final class DeliveryStream {
    /** A GetRecords call returns at most 10,000 records. */
    private static final int PAGE = 10_000;

    /**
     * Firehose calls GetRecords of each shard once a second, by the quota that its readers share (Firehose developer guide, "Sending data
     * using Kinesis Data Streams").
     */
    private static final Duration PULL = Duration.ofSeconds(1);

    private final String name;
    private final DeliverySettings settings;
    private final Path bucket;
    private final Optional<KinesisStream> source;
    private final InstantSource clock;
    private final Instant createdAt;

    private final Map<String, Long> positions = new HashMap<>();
    private final List<Path> objects = new ArrayList<>();
    private ByteArrayOutputStream buffer = new ByteArrayOutputStream();
    private Optional<Instant> oldest = Optional.empty();
    private long records;
    private Instant nextPull = Instant.EPOCH;

    DeliveryStream(
            String name, DeliverySettings settings, Path buckets, Optional<KinesisStream> source, InstantSource clock) {
        this.name = name;
        this.settings = settings;
        this.bucket = buckets.resolve(settings.bucket());
        this.source = source;
        this.clock = clock;
        this.createdAt = clock.instant();
        // Delivery begins with records put after the delivery stream was created, as with the service's default.
        source.ifPresent(stream -> stream.shards().forEach(shard -> positions.put(shard.id(), shard.latest())));
    }

    public String name() {
        return name;
    }

    public DeliverySettings settings() {
        return settings;
    }

    /** The folder that replaces the bucket. */
    public Path bucket() {
        return bucket;
    }

    /** The objects written so far, oldest first. */
    public synchronized List<Path> objects() {
        return List.copyOf(objects);
    }

    /** The number of records accepted so far, written or buffered. */
    public synchronized long records() {
        return records;
    }

    Instant createdAt() {
        return createdAt;
    }

    Optional<KinesisStream> source() {
        return source;
    }

    /** Takes a record, and writes an object if the buffer is full. */
    public synchronized void put(byte[] data) {
        // A record is never split between objects.
        if (buffer.size() > 0 && buffer.size() + data.length > settings.bufferBytes()) {
            flush();
        }
        if (oldest.isEmpty()) {
            oldest = Optional.of(clock.instant());
        }
        buffer.writeBytes(data);
        if (settings.newline()) {
            buffer.write('\n');
        }
        records++;
        if (buffer.size() >= settings.bufferBytes()) {
            flush();
        }
    }

    /**
     * Reads the source, if there is one and its poll is due, and writes an object if the oldest record has waited long
     * enough.
     */
    public synchronized void tick() {
        Instant now = clock.instant();
        if (!now.isBefore(nextPull)) {
            nextPull = now.plus(PULL);
            source.ifPresent(this::pull);
        }
        if (oldest.filter(since -> !now.isBefore(since.plus(settings.bufferTime())))
                .isPresent()) {
            flush();
        }
    }

    /** Reads and writes the rest of the source, without pace or quota. */
    synchronized void end() {
        source.ifPresent(stream ->
                stream.shards().forEach(shard -> take(shard, from -> shard.read(from, PAGE, Integer.MAX_VALUE))));
        flush();
    }

    /** Writes the buffer, full or not. */
    public synchronized void flush() {
        if (oldest.isEmpty()) {
            return;
        }
        Path object = bucket.resolve(ObjectName.of(name, settings, oldest.get()));
        try {
            Files.createDirectories(object.resolve("..").normalize());
            // A listing of the bucket shows an object completely or not at all, as with S3.
            Path partial = Files.createTempFile(bucket.resolve("..").normalize(), "partial", ".tmp");
            try (OutputStream file = Files.newOutputStream(partial);
                    OutputStream out = settings.gzip() ? new GZIPOutputStream(file) : file) {
                buffer.writeTo(out);
            }
            Files.move(partial, object, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + object, e);
        }
        objects.add(object);
        buffer = new ByteArrayOutputStream();
        oldest = Optional.empty();
    }

    private void pull(KinesisStream stream) {
        for (Shard shard : stream.shards()) {
            boolean parentsRead =
                    stream.shards().stream().noneMatch(other -> shard.parents().contains(other.id()) && !isRead(other));
            if (parentsRead) {
                pull(shard);
            }
        }
    }

    private void pull(Shard shard) {
        try {
            take(shard, from -> shard.getRecords(from, PAGE));
        } catch (ServiceException exceeded) {
            // Other readers used up the shard's quota for now; the next pull continues.
        }
    }

    private void take(Shard shard, LongFunction<Shard.Page> read) {
        Shard.Page page = read.apply(positions.getOrDefault(shard.id(), 0L));
        for (KinesisRecord record : page.records()) {
            put(record.data());
        }
        positions.put(shard.id(), page.next());
    }

    private boolean isRead(Shard shard) {
        return !shard.isOpen() && positions.getOrDefault(shard.id(), 0L) >= shard.latest();
    }
}

package io.triskel.local.aws.kinesis;

import io.triskel.local.TokenBucket;
import io.triskel.local.aws.wire.ServiceException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * One shard: its records in order, its quotas, and its parents. A closed shard accepts no more records and is read to
 * its end.
 *
 * <p>Limits: 1,000 records and 1 MiB in, 2 MiB and 5 calls out, each per second; 10,000 records or 10 MiB per call
 * (Kinesis Data Streams developer guide, "Quotas and limits").
 */
public final class Shard {
    public static final int RECORDS_PER_CALL = 10_000;
    static final int BYTES_PER_CALL = 10 << 20;
    private static final int FORGOTTEN_AT_LEAST = 1024;

    private final String id;
    private final HashRange range;
    private final List<String> parents;
    private final long startOrdinal;
    private final InstantSource clock;
    private final Optional<Quotas> quotas;

    // The first `forgotten` entries have expired; they are removed once they are half of the list, so that each entry
    // moves only once.
    private final ArrayList<KinesisRecord> records = new ArrayList<>();
    private int forgotten;
    private OptionalLong endOrdinal = OptionalLong.empty();
    private Optional<Instant> closedAt = Optional.empty();

    Shard(int number, HashRange range, List<String> parents, long startOrdinal, InstantSource clock, boolean limited) {
        this.id = "shardId-%012d".formatted(number);
        this.range = range;
        this.parents = List.copyOf(parents);
        this.startOrdinal = startOrdinal;
        this.clock = clock;
        this.quotas = limited ? Optional.of(new Quotas(clock)) : Optional.empty();
    }

    /**
     * Records read from a shard, and where to continue.
     *
     * @param next the lowest ordinal of the next read
     * @param atEnd whether the shard is closed and has no further records
     * @param behind the age of the first record that was not read, zero at the tip
     */
    public record Page(List<KinesisRecord> records, long next, boolean atEnd, Duration behind) {}

    public String id() {
        return id;
    }

    public HashRange range() {
        return range;
    }

    /** The shards that this one was split or merged from; they are read to their end first. */
    public List<String> parents() {
        return parents;
    }

    /** Whether the service's quotas apply. */
    public boolean isLimited() {
        return quotas.isPresent();
    }

    public synchronized boolean isOpen() {
        return endOrdinal.isEmpty();
    }

    long startOrdinal() {
        return startOrdinal;
    }

    synchronized OptionalLong endOrdinal() {
        return endOrdinal;
    }

    synchronized Optional<Instant> closedAt() {
        return closedAt;
    }

    /** The ordinal from which a reader sees only later records. */
    public synchronized long latest() {
        return records.isEmpty()
                ? startOrdinal
                : records.get(records.size() - 1).ordinal() + 1;
    }

    /** The ordinal of the first record that arrived then or later; if there is none, the ordinal of the next record. */
    public synchronized long at(Instant time) {
        int index =
                firstAtLeast(time.toEpochMilli(), record -> record.arrivedAt().toEpochMilli());
        return index == records.size() ? latest() : records.get(index).ordinal();
    }

    /**
     * Takes a record.
     *
     * @return empty if a quota of the shard is used up
     */
    synchronized Optional<KinesisRecord> put(String partitionKey, byte[] data, LongSupplier ordinals) {
        if (endOrdinal.isPresent()) {
            throw new ServiceException("ResourceInUseException", id + " is closed");
        }
        int size = data.length + partitionKey.length();
        if (quotas.isPresent() && !quotas.get().takeWrite(size)) {
            return Optional.empty();
        }
        KinesisRecord record = new KinesisRecord(ordinals.getAsLong(), partitionKey, data, clock.instant());
        records.add(record);
        return Optional.of(record);
    }

    synchronized void close(long ordinal) {
        endOrdinal = OptionalLong.of(ordinal);
        closedAt = Optional.of(clock.instant());
    }

    /** Reads as the service does, including quotas. */
    public Page getRecords(long from, int limit) {
        quotas.ifPresent(quota -> quota.takeRead(id));
        Page page = read(from, limit, BYTES_PER_CALL);
        quotas.ifPresent(quota -> quota.charge(
                page.records().stream().mapToLong(KinesisRecord::size).sum()));
        return page;
    }

    /** Reads records from an ordinal on, at least one if there is one, without any quota. */
    public synchronized Page read(long from, int limit, int byteLimit) {
        int index = Math.max(forgotten, firstAtLeast(from, KinesisRecord::ordinal));
        int end = index;
        long bytes = 0;
        while (end < records.size() && end - index < limit) {
            bytes += records.get(end).size();
            if (bytes > byteLimit && end > index) {
                break;
            }
            end++;
        }
        List<KinesisRecord> found = List.copyOf(records.subList(index, end));
        boolean atTip = end == records.size();
        long next = found.isEmpty()
                ? Math.max(from, startOrdinal)
                : found.get(found.size() - 1).ordinal() + 1;
        Duration behind =
                atTip ? Duration.ZERO : Duration.between(records.get(end).arrivedAt(), clock.instant());
        return new Page(found, next, atTip && endOrdinal.isPresent(), behind);
    }

    /** Forgets records that arrived before; returns the freed bytes. */
    synchronized long forgetBefore(Instant horizon) {
        long freed = 0;
        while (forgotten < records.size() && records.get(forgotten).arrivedAt().isBefore(horizon)) {
            freed += records.get(forgotten).size();
            forgotten++;
        }
        if (forgotten >= FORGOTTEN_AT_LEAST && forgotten * 2 >= records.size()) {
            // The last record stays, since it marks the shard's tip.
            int cut = Math.min(forgotten, records.size() - 1);
            records.subList(0, cut).clear();
            forgotten -= cut;
        }
        return freed;
    }

    synchronized long storedBytes() {
        return records.subList(forgotten, records.size()).stream()
                .mapToLong(KinesisRecord::size)
                .sum();
    }

    private int firstAtLeast(long value, ToLongFunction<KinesisRecord> of) {
        int low = forgotten;
        int high = records.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (of.applyAsLong(records.get(middle)) < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static final class Quotas {
        private final TokenBucket writes;
        private final TokenBucket bytesWritten;
        private final TokenBucket reads;
        private final TokenBucket bytesRead;

        Quotas(InstantSource clock) {
            writes = new TokenBucket(1000, clock);
            bytesWritten = new TokenBucket(1 << 20, clock);
            reads = new TokenBucket(5, clock);
            bytesRead = new TokenBucket(2 << 20, clock);
        }

        boolean takeWrite(int size) {
            return bytesWritten.has(size) && writes.tryTake(1) && bytesWritten.tryTake(size);
        }

        void takeRead(String shard) {
            // As documented, after a call that returned 10 MiB the next 5 seconds of calls are throttled.
            if (!bytesRead.has(1) || !reads.tryTake(1)) {
                throw new ServiceException(
                        "ProvisionedThroughputExceededException", "Rate exceeded for shard " + shard);
            }
        }

        void charge(long bytes) {
            bytesRead.charge((double) bytes);
        }
    }
}

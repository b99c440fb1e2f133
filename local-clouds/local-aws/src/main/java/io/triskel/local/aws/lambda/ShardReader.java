package io.triskel.local.aws.lambda;

import io.triskel.local.aws.kinesis.KinesisRecord;
import io.triskel.local.aws.kinesis.Shard;
import io.triskel.local.aws.wire.ServiceException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A mapping's state in one shard: the position read up to, and the records read and not settled. */
final class ShardReader {
    private static final int BYTES_AHEAD = 16 << 20;

    /** "Lambda polls shards for records at a base rate of once per second" (developer guide, "Using Lambda with Kinesis"). */
    private static final Duration BETWEEN_POLLS = Duration.ofSeconds(1);

    private final Shard shard;
    private final MappingSettings settings;
    private final List<ShardLane> lanes;
    private long next;
    private boolean atEnd;
    private Instant nextPoll = Instant.MIN;
    private long polls;
    private long throttledPolls;

    ShardReader(Shard shard, long from, MappingSettings settings) {
        this.shard = shard;
        this.next = from;
        this.settings = settings;
        this.lanes = IntStream.range(0, settings.batching().parallelization())
                .mapToObj(lane -> new ShardLane(settings))
                .toList();
    }

    Shard shard() {
        return shard;
    }

    List<ShardLane> lanes() {
        return lanes;
    }

    /** Reads ahead as far as two batches per lane. */
    void read(Instant now) {
        int ahead = lanes.stream().mapToInt(ShardLane::size).sum();
        int room = 2 * settings.batching().size() * lanes.size() - ahead;
        if (atEnd || room <= 0) {
            return;
        }
        Optional<Shard.Page> polled = poll(room, now);
        if (polled.isEmpty()) {
            return;
        }
        Shard.Page page = polled.get();
        for (KinesisRecord record : page.records()) {
            lanes.get(Math.floorMod(record.partitionKey().hashCode(), lanes.size()))
                    .add(record, now);
        }
        next = page.next();
        atEnd = page.atEnd();
    }

    /** With quotas, a mapping without enhanced fan-out takes turns with the other readers of the shard. */
    private Optional<Shard.Page> poll(int room, Instant now) {
        if (settings.fanOut() || !shard.isLimited()) {
            polls++;
            return Optional.of(shard.read(next, room, BYTES_AHEAD));
        }
        if (now.isBefore(nextPoll)) {
            return Optional.empty();
        }
        nextPoll = now.plus(BETWEEN_POLLS);
        polls++;
        try {
            return Optional.of(shard.getRecords(next, Math.min(room, Shard.RECORDS_PER_CALL)));
        } catch (ServiceException throttled) {
            throttledPolls++;
            return Optional.empty();
        }
    }

    long polls() {
        return polls;
    }

    long throttledPolls() {
        return throttledPolls;
    }

    /** Whether the shard has no further records. */
    boolean isAtEnd() {
        return atEnd;
    }

    /** Whether the shard is closed and all its records are settled, so that its children may begin. */
    boolean isDone() {
        return atEnd && lanes.stream().allMatch(ShardLane::isEmpty);
    }

    /** Whether all records in the shard are settled. */
    boolean isCaughtUp() {
        return next >= shard.latest() && lanes.stream().allMatch(ShardLane::isEmpty);
    }

    /** The records in the shard that are not settled. */
    long waiting() {
        return Math.max(0, shard.latest() - next)
                + lanes.stream().mapToLong(ShardLane::size).sum();
    }

    /** The ordinal below which all records are settled. */
    long checkpoint() {
        return lanes.stream().flatMapToLong(lane -> lane.head().stream()).min().orElse(next);
    }
}

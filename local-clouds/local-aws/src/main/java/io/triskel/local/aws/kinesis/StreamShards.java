package io.triskel.local.aws.kinesis;

import io.triskel.local.aws.wire.ServiceException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/** The shards of a stream: finds the shard of a key, splits and merges shards. */
final class StreamShards {
    private final String stream;
    private final KinesisSettings settings;
    private final AtomicLong ordinals;

    // The list is replaced, never changed, so that the many writers and readers need no lock.
    private volatile List<Shard> shards;
    private volatile List<Shard> open;
    private volatile Instant readyAt;

    /** @param ordinals of the stream's records; opening or closing a shard also uses one */
    StreamShards(String stream, int count, KinesisSettings settings, AtomicLong ordinals) {
        this.stream = stream;
        this.settings = settings;
        this.ordinals = ordinals;
        this.readyAt = settings.clock().instant().plus(settings.statusDelay());
        List<Shard> first = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            first.add(newShard(i, HashRange.uniform(i, count), List.of()));
        }
        this.shards = List.copyOf(first);
        this.open = shards;
    }

    List<Shard> all() {
        return shards;
    }

    int open() {
        return open.size();
    }

    Shard shard(String id) {
        return shards.stream()
                .filter(shard -> shard.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ServiceException(
                        "ResourceNotFoundException",
                        "Shard " + id + " in stream " + stream + " under account " + KinesisServer.ACCOUNT
                                + " does not exist"));
    }

    String status() {
        if (!settings.clock().instant().isBefore(readyAt)) {
            return "ACTIVE";
        }
        return shards.stream().allMatch(shard -> shard.parents().isEmpty() && shard.isOpen()) ? "CREATING" : "UPDATING";
    }

    Shard route(BigInteger hash) {
        for (Shard shard : open) {
            if (shard.range().contains(hash)) {
                return shard;
            }
        }
        throw new IllegalStateException("The open shards of " + stream + " cover all hash keys, but not " + hash);
    }

    synchronized void split(String shardId, BigInteger newStart) {
        Shard parent = openShard(shardId);
        HashRange range = parent.range();
        if (newStart.compareTo(range.start()) <= 0 || newStart.compareTo(range.end()) > 0) {
            throw new ServiceException(
                    "InvalidArgumentException", "NewStartingHashKey " + newStart + " does not lie inside " + range);
        }
        replace(
                List.of(parent),
                List.of(
                        new HashRange(range.start(), newStart.subtract(BigInteger.ONE)),
                        new HashRange(newStart, range.end())));
    }

    synchronized void merge(String shardId, String adjacentId) {
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
        replace(List.of(one, other), List.of(range));
    }

    synchronized void scaleTo(int count) {
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

    private void replace(List<Shard> parents, List<HashRange> ranges) {
        List<Shard> all = new ArrayList<>(shards);
        List<Shard> stillOpen = new ArrayList<>(open);
        stillOpen.removeAll(parents);
        long end = ordinals.getAndIncrement();
        parents.forEach(parent -> parent.close(end));
        List<String> parentIds = parents.stream().map(Shard::id).toList();
        for (int i = 0; i < ranges.size(); i++) {
            Shard child = newShard(shards.size() + i, ranges.get(i), parentIds);
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
}

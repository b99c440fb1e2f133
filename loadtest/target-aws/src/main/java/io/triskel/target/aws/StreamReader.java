package io.triskel.target.aws;

import io.triskel.local.aws.kinesis.KinesisRecord;
import io.triskel.local.aws.kinesis.KinesisStream;
import io.triskel.local.aws.kinesis.Shard;
import io.triskel.orders.deployed.BusReader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Reads all of the Kinesis stream as any consumer would, parents before children. */
final class StreamReader implements BusReader {
    private static final int PAGE = 1000;
    private static final int PAGE_BYTES = 10 << 20;

    private final KinesisStream stream;
    private final Map<String, Long> positions = new HashMap<>();
    private final Set<String> finished = new HashSet<>();

    StreamReader(KinesisStream stream) {
        this.stream = stream;
    }

    @Override
    public synchronized void read(Consumer<byte[]> each) {
        boolean further = true;
        while (further) {
            further = false;
            for (Shard shard : stream.shards()) {
                if (!finished.contains(shard.id()) && parentsDone(shard)) {
                    further |= read(shard, each);
                }
            }
        }
    }

    private boolean parentsDone(Shard shard) {
        List<String> there = stream.shards().stream().map(Shard::id).toList();
        return shard.parents().stream().allMatch(parent -> finished.contains(parent) || !there.contains(parent));
    }

    private boolean read(Shard shard, Consumer<byte[]> each) {
        Shard.Page page = shard.read(positions.getOrDefault(shard.id(), 0L), PAGE, PAGE_BYTES);
        page.records().stream().map(KinesisRecord::data).forEach(each);
        positions.put(shard.id(), page.next());
        if (page.atEnd()) {
            finished.add(shard.id());
        }
        return page.atEnd() || !page.records().isEmpty();
    }
}

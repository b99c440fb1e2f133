package io.triskel.aws.kinesis;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** Reads whole streams with nothing but the SDK, shard after shard. */
final class ShardPages {
    private ShardPages() {}

    static List<Record> recordsOf(KinesisClient client, String stream) {
        List<Record> records = new ArrayList<>();
        for (var shard : client.listShards(list -> list.streamName(stream)).shards()) {
            String iterator = client.getShardIterator(get -> get.streamName(stream)
                            .shardId(shard.shardId())
                            .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                    .shardIterator();
            boolean behind = true;
            while (behind && iterator != null) {
                String at = iterator;
                var page = client.getRecords(get -> get.shardIterator(at));
                records.addAll(page.records());
                behind = page.millisBehindLatest() > 0;
                iterator = page.nextShardIterator();
            }
        }
        return records;
    }
}

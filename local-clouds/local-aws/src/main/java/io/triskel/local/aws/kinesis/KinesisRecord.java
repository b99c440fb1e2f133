package io.triskel.local.aws.kinesis;

import java.time.Instant;

/**
 * A record as stored in a shard.
 *
 * @param ordinal its place in the whole stream: grows from record to record and is unique across shards
 * @param data not copied; do not change it
 */
public record KinesisRecord(long ordinal, String partitionKey, byte[] data, Instant arrivedAt) {

    /** The bytes that count towards quotas and request limits: the data and the partition key. */
    int size() {
        return data.length + partitionKey.length();
    }
}

/**
 * An emulator of Kinesis Data Streams in this JVM: streams, shards, records, quotas, and the wire operations on them.
 *
 * <p>Independent of Lambda and Firehose, which read streams through {@link io.triskel.local.aws.kinesis.Shard}. Start
 * reading at {@link io.triskel.local.aws.kinesis.KinesisServer}, then {@link
 * io.triskel.local.aws.kinesis.KinesisStream}.
 */
@NullMarked
package io.triskel.local.aws.kinesis;

import org.jspecify.annotations.NullMarked;

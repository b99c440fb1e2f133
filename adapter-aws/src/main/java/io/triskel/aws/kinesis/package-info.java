/**
 * Kinesis Data Streams: publishing with PutRecords, and reading all shards of a stream in a long-running process.
 *
 * <p>Order, withholding and settlement are the core's; only what Kinesis says and wants may be here.
 * Start reading at {@link io.triskel.aws.kinesis.KinesisBus}.
 */
@NullMarked
package io.triskel.aws.kinesis;

import org.jspecify.annotations.NullMarked;

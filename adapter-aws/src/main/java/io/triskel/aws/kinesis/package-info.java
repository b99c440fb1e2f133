/**
 * Kinesis Data Streams: publishes with PutRecords, and reads all shards of a stream in a long-running process.
 *
 * <p>Ordering, withholding and settlement belong to the core; this package holds only what is specific to Kinesis.
 * Start reading at {@link io.triskel.aws.kinesis.KinesisBus}.
 */
@NullMarked
package io.triskel.aws.kinesis;

import org.jspecify.annotations.NullMarked;

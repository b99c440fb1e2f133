/**
 * Firehose: archives events as objects in a bucket, one structured event per line.
 *
 * <p>The core's {@link io.triskel.archive.ArchiveReplay} replays them; S3Objects gives it the objects. Start reading at
 * {@link io.triskel.aws.firehose.FirehoseBus}.
 */
@NullMarked
package io.triskel.aws.firehose;

import org.jspecify.annotations.NullMarked;

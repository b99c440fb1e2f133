/**
 * Firehose: events into an archive of objects in a bucket, one structured event per line.
 *
 * <p>Out of it again they come with the core's {@link io.triskel.archive.ArchiveReplay}, which S3Objects gives the objects.
 * Start reading at {@link io.triskel.aws.firehose.FirehoseBus}.
 */
@NullMarked
package io.triskel.aws.firehose;

import org.jspecify.annotations.NullMarked;

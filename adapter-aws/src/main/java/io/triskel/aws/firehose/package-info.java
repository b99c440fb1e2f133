/**
 * Firehose: events into an archive of objects, and out of it again.
 *
 * <p>An archive holds one structured event per line. Where its objects are is behind ArchiveObjects: a bucket or a folder.
 * Start reading at {@link io.triskel.aws.firehose.FirehoseBus}.
 */
@NullMarked
package io.triskel.aws.firehose;

import org.jspecify.annotations.NullMarked;

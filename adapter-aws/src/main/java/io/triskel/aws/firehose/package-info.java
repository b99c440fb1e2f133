/**
 * Firehose: events into an archive of objects, and out of it again.
 *
 * <p>An archive holds one structured event per line. Where objects are kept is not known here: a reader is given streams.
 * Start reading at {@link io.triskel.aws.firehose.FirehoseBus}.
 */
@NullMarked
package io.triskel.aws.firehose;

import org.jspecify.annotations.NullMarked;

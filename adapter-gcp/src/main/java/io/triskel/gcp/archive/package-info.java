/**
 * Reads the archives that a Cloud Storage subscription writes, for the core's {@link io.triskel.archive.ArchiveReplay}.
 *
 * <p>Applications that use this package add the optional dependency {@code avro}. {@link io.triskel.gcp.pubsub.PubSubBinding}
 * defines the form of an event, as for the topic itself. Start reading at {@link io.triskel.gcp.archive.MessageArchive}.
 */
@NullMarked
package io.triskel.gcp.archive;

import org.jspecify.annotations.NullMarked;

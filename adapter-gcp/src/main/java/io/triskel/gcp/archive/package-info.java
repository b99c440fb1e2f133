/**
 * Archives that a subscription to Cloud Storage writes, read back with the core's {@link io.triskel.archive.ArchiveReplay}.
 *
 * <p>Whoever uses this package adds {@code avro}, which is optional. What an event looks like is said by {@link
 * io.triskel.gcp.pubsub.PubSubBinding}, as for the topic itself. Start reading at {@link
 * io.triskel.gcp.archive.MessageArchive}.
 */
@NullMarked
package io.triskel.gcp.archive;

import org.jspecify.annotations.NullMarked;

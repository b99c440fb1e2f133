/**
 * Event Hubs Capture: the Avro files that it writes into a container, read back with the core's
 * {@link io.triskel.archive.ArchiveReplay}.
 *
 * <p>Whoever uses this package adds {@code azure-storage-blob} and {@code avro}, which are optional. What an event looks like
 * is said by {@link io.triskel.azure.eventhubs.AmqpBinding}, as for the hub itself.
 * Start reading at {@link io.triskel.azure.capture.CaptureFormat}.
 */
@NullMarked
package io.triskel.azure.capture;

import org.jspecify.annotations.NullMarked;

/**
 * Event Hubs Capture: reads the Avro files that it writes into a container, for the core's {@link
 * io.triskel.archive.ArchiveReplay}.
 *
 * <p>Applications that use this package add the optional dependencies {@code azure-storage-blob} and {@code avro}. {@link
 * io.triskel.azure.eventhubs.AmqpBinding} defines the form of an event, as for the hub itself. Start reading at {@link
 * io.triskel.azure.capture.CaptureFormat}.
 */
@NullMarked
package io.triskel.azure.capture;

import org.jspecify.annotations.NullMarked;

/**
 * Archives: objects full of events, wherever they are and however they are written, and their way back into a publisher or a
 * consumer.
 *
 * <p>Where objects are is behind ArchiveObjects, how they are written behind ArchiveFormat; which of them follow each other is
 * said by Archive. A cloud's storage and its own formats stay in its adapter; what all Avro files have in common is here.
 * Start reading at {@link io.triskel.archive.ArchiveReplay}.
 */
@NullMarked
package io.triskel.archive;

import org.jspecify.annotations.NullMarked;

/**
 * Replays archived events from stored objects into a publisher or a consumer, and sorts them for rebuilds.
 *
 * <p>ArchiveObjects hides where objects are stored, ArchiveFormat their format, Archive their order. A cloud's storage and
 * formats are in its adapter; reading of Avro files is here. Start at {@link io.triskel.archive.ArchiveReplay}.
 */
@NullMarked
package io.triskel.archive;

import org.jspecify.annotations.NullMarked;

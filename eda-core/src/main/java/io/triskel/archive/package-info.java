/**
 * Archives: stored objects full of events, and their way back into a publisher or a consumer.
 *
 * <p>ArchiveObjects hides where objects are stored, ArchiveFormat how they are written; Archive says which objects follow each
 * other. A cloud's storage and its own formats stay in its adapter; the reading of any Avro file is here.
 * Start reading at {@link io.triskel.archive.ArchiveReplay}.
 */
@NullMarked
package io.triskel.archive;

import org.jspecify.annotations.NullMarked;

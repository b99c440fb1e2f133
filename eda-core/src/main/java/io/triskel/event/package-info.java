/**
 * The values that all other packages share: an event's envelope with identity, type, ordering key, pattern and metadata,
 * and small values of the ports (deadline, stream name, derived id).
 *
 * <p>Nothing here does I/O, encodes or waits, or depends on another Triskel package. Start at
 * {@link io.triskel.event.Envelope}.
 */
@NullMarked
package io.triskel.event;

import org.jspecify.annotations.NullMarked;

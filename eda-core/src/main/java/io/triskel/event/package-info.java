/**
 * The values that all other packages share: an event's envelope, its identity, type, ordering key, pattern and metadata, and
 * the small values (deadline, stream name, derived id) of the ports.
 *
 * <p>Only values live here; nothing does I/O, encodes or waits, and nothing from another Triskel package may enter. Start
 * reading at {@link io.triskel.event.Envelope}.
 */
@NullMarked
package io.triskel.event;

import org.jspecify.annotations.NullMarked;

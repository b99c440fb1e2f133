/**
 * Envelopes to and from the wire (CloudEvents 1.0, structured JSON and binary mode) and states to and from bytes, with
 * the type registry and the upcasters that both share.
 *
 * <p>Everything that is stored or sent passes through here, and Jackson occurs only here and in {@code json}. No port, no policy
 * and no cloud may enter. Start reading at {@link io.triskel.codec.EventCodec}; docs/wire-format.md has the mapping.
 */
@NullMarked
package io.triskel.codec;

import org.jspecify.annotations.NullMarked;

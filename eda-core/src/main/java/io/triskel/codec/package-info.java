/**
 * Converts envelopes to and from the wire (CloudEvents 1.0, structured JSON and binary mode) and states to and from bytes,
 * with the type registry and its upcasters.
 *
 * <p>Everything that is stored or sent passes through here; no signature that a user sees names Jackson. It depends on
 * no port, policy or cloud. Start at {@link io.triskel.codec.EventCodec}; docs/wire-format.md has the mapping.
 */
@NullMarked
package io.triskel.codec;

import org.jspecify.annotations.NullMarked;

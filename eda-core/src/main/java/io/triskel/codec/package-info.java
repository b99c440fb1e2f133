/**
 * Envelopes to and from the wire (CloudEvents 1.0, structured JSON and binary mode) and states to and from bytes, with
 * the type registry, upcasters and the encryption of personal data that both share.
 *
 * <p>Everything that is stored or sent passes through here, and only here does Jackson occur. No port, no policy and no
 * cloud may enter. Start reading at {@link io.triskel.codec.EventCodec}; docs/wire-format.md has the mapping.
 * To write a key store, start at {@link io.triskel.codec.KeyRing}.
 */
@NullMarked
package io.triskel.codec;

import org.jspecify.annotations.NullMarked;

/**
 * The AWS JSON protocol on the server's side, as text and as CBOR, for every local service that speaks it, and the key that
 * callers sign with.
 *
 * <p>Nothing of a single service enters. Start reading at {@link io.triskel.local.aws.wire.WireServer}.
 */
@NullMarked
package io.triskel.local.aws.wire;

import org.jspecify.annotations.NullMarked;

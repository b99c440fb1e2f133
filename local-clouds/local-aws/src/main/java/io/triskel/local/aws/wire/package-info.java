/**
 * The server side of the AWS JSON protocol, as text and as CBOR, for every local service that speaks it, and the key
 * with which callers sign.
 *
 * <p>Independent of any single service. Start reading at {@link io.triskel.local.aws.wire.WireServer}.
 */
@NullMarked
package io.triskel.local.aws.wire;

import org.jspecify.annotations.NullMarked;

/**
 * The protocol between the function host and its workers: messages in frames over a loopback socket.
 *
 * <p>Depends on the JDK alone, since every worker loads this package before it loads a function. Start reading at
 * {@link io.triskel.local.azure.functions.wire.Message}.
 */
@NullMarked
package io.triskel.local.azure.functions.wire;

import org.jspecify.annotations.NullMarked;

/**
 * What the function host and its workers say to each other: messages in frames over a loopback socket.
 *
 * <p>The JDK alone may enter, since every worker loads this before it loads a function. Start reading at
 * {@link io.triskel.local.azure.functions.wire.Message}.
 */
@NullMarked
package io.triskel.local.azure.functions.wire;

import org.jspecify.annotations.NullMarked;

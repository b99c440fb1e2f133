/**
 * The main class of functions' JVMs, which keeps Google's invoker on the loopback address.
 *
 * <p>It is written into those JVMs' class path by {@code Invoker} and never loaded here. Knows the JDK alone. Start at {@link
 * io.triskel.local.gcp.functions.loopback.LoopbackInvoker}.
 */
@NullMarked
package io.triskel.local.gcp.functions.loopback;

import org.jspecify.annotations.NullMarked;

/**
 * The main class of functions' JVMs, which keeps Google's invoker on the loopback address.
 *
 * <p>{@code Invoker} writes it into those JVMs' class path; it is never loaded here. Depends only on the JDK. Start
 * reading at {@link io.triskel.local.gcp.functions.loopback.LoopbackInvoker}.
 */
@NullMarked
package io.triskel.local.gcp.functions.loopback;

import org.jspecify.annotations.NullMarked;

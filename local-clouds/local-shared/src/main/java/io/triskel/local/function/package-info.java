/**
 * The shared interface of function hosts: what a host reports about its functions, and how it counts. Start reading at
 * {@link io.triskel.local.function.HostedFunctions}.
 */
@NullMarked
package io.triskel.local.function;

import org.jspecify.annotations.NullMarked;

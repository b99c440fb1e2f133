/**
 * What the hosts of functions share: what a host can be asked about its functions, and how it counts. Start reading at
 * {@link io.triskel.local.function.HostedFunctions}.
 */
@NullMarked
package io.triskel.local.function;

import org.jspecify.annotations.NullMarked;

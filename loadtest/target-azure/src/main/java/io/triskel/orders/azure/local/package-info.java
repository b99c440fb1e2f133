/**
 * The order pipeline on a local Azure: the package that is deployed, in the functions' own JVMs, fed over HTTP. As a target it
 * speaks JSON lines ({@code docs/target-protocol.md}); {@code ./triskel up azure} only starts it.
 *
 * <p>What is driven and how is common to all clouds, in {@code io.triskel.orders.deployed}. Start at {@link
 * io.triskel.orders.azure.local.AzureTarget}, then {@link io.triskel.orders.azure.local.Deployment}.
 */
@NullMarked
package io.triskel.orders.azure.local;

import org.jspecify.annotations.NullMarked;

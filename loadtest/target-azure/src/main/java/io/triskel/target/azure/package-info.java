/**
 * Azure as a target, on this machine or the services themselves. As the order pipeline it is the package that is deployed, in the
 * functions' own JVMs, fed over HTTP: a run speaks JSON lines ({@code docs/target-protocol.md}), and {@code ./triskel up azure}
 * only starts it. For contracts and measurements it is Event Hubs, Table Storage and Functions.
 *
 * <p>What is driven and how is common to all clouds, in {@code io.triskel.orders.deployed}. Start reading at
 * {@link io.triskel.target.azure.AzureTarget} and {@link io.triskel.target.azure.Deployment}, for measurements at
 * {@link io.triskel.target.azure.AzureBinding}; the commands are in {@link io.triskel.target.azure.Ratios} and
 * {@link io.triskel.target.azure.soak.Soak}.
 */
@NullMarked
package io.triskel.target.azure;

import org.jspecify.annotations.NullMarked;

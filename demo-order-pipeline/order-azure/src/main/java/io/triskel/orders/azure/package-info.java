/**
 * The order pipeline as a function app of Azure Functions: one function for HTTP, one per consumer of the hub, those of the
 * clock, all in one package and in one JVM per instance. The functions only translate; what they do is written in {@code
 * order-domain}.
 *
 * <p>No framework; the pipeline is made once per JVM. Start at {@link io.triskel.orders.azure.OrderManifest} for what a deployment
 * needs, and at {@link io.triskel.orders.azure.AzurePorts} for what the pipeline stands on.
 */
@NullMarked
package io.triskel.orders.azure;

import org.jspecify.annotations.NullMarked;

/**
 * The order pipeline as Cloud Run functions: one for HTTP, one per consumer of the topic, one for the clock, all in one
 * package. The functions only translate; what they do is written in {@code order-domain}.
 *
 * <p>No framework; each function makes only what it uses. Start at {@link io.triskel.orders.gcp.OrderManifest} for what a
 * deployment needs, and at {@link io.triskel.orders.gcp.GcpPorts} for what the pipeline stands on.
 */
@NullMarked
package io.triskel.orders.gcp;

import org.jspecify.annotations.NullMarked;

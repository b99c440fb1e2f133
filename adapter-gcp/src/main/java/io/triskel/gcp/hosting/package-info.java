/**
 * Any application as Cloud Run functions: one for HTTP, one per consumer of the topic, one for the clock, all in one
 * package. The functions only translate; what they do is written in {@code eda-hosting} and in the {@link
 * io.triskel.hosting.Application}.
 *
 * <p>No framework; each function makes only what it uses. Start at {@link io.triskel.gcp.hosting.GcpManifest} for what a
 * deployment needs, and at {@link io.triskel.gcp.hosting.GcpPorts} for what an application stands on.
 */
@NullMarked
package io.triskel.gcp.hosting;

import org.jspecify.annotations.NullMarked;

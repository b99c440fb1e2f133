/**
 * The order pipeline, put together from ports of any target.
 *
 * <p>A target binds the ports, hosts the consumers and calls the scheduled work; each of them can be a separate function.
 * Nothing here creates a resource, starts a thread or asks which target it is on. Start at
 * {@link io.triskel.orders.pipeline.OrderPipeline}.
 */
@NullMarked
package io.triskel.orders.pipeline;

import org.jspecify.annotations.NullMarked;

/**
 * Level pipeline of load tests: orders are placed over HTTP, as customers place them, and followed on the pipeline's bus until they are
 * settled. No cloud's words enter; a target brings the pipeline's address and a consumer of its bus.
 *
 * <p>Start at {@link io.triskel.load.orders.OrdersTarget}, then {@link io.triskel.load.orders.OrderPath}.
 */
@NullMarked
package io.triskel.load.orders;

import org.jspecify.annotations.NullMarked;

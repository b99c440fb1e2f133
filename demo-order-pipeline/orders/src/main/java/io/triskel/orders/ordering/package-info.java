/**
 * Ordering: customers' requests, their prices and their outcomes.
 *
 * <p>The order stream alone decides between confirmation, rejection, cancellation and shipping. May use the
 * catalogue copy and the value types of payment. Start at {@link io.triskel.orders.ordering.OrderDecider}.
 */
@NullMarked
package io.triskel.orders.ordering;

import org.jspecify.annotations.NullMarked;

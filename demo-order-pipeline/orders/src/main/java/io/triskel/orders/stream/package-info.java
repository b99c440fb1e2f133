/**
 * Event streams of one kind, addressed by the id of their subject, such as an order; common to all services.
 *
 * <p>Knows no service. Start at {@link io.triskel.orders.stream.Streams}.
 */
@NullMarked
package io.triskel.orders.stream;

import org.jspecify.annotations.NullMarked;

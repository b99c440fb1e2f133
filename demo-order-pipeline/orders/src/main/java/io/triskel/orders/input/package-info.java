/**
 * The demo's input: JSON Lines of products, deliveries, orders and cancellations, read strictly and generated from a
 * seed.
 *
 * <p>Knows only the requests of the services. Start at {@link io.triskel.orders.input.InputLine}; the format is
 * described in {@code docs/demo.md}.
 */
@NullMarked
package io.triskel.orders.input;

import org.jspecify.annotations.NullMarked;

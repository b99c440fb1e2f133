/**
 * The order view: a read model of one row per order, found by order, customer or status, and each product's revenue.
 *
 * <p>Reads the events of ordering and nothing else. Start at {@link io.triskel.orders.view.OrderProjection}.
 */
@NullMarked
package io.triskel.orders.view;

import org.jspecify.annotations.NullMarked;

/**
 * Inventory, a participant: one stream of stock per product, one stream of reservation per order.
 *
 * <p>It knows no other service. A release that comes before its reservation is accepted, and the reservation is refused
 * afterwards. Start at {@link io.triskel.orders.inventory.Warehouse}, which keeps the two kinds of stream together.
 */
@NullMarked
package io.triskel.orders.inventory;

import org.jspecify.annotations.NullMarked;

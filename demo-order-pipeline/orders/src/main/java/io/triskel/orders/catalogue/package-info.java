/**
 * Products and their prices, carried to the services that need them (event-carried state transfer).
 *
 * <p>The catalogue publishes the whole product at each version; ordering keeps a copy and never asks back. Late and repeated
 * updates change nothing, a withdrawn product leaves a tombstone. Knows no other service. Start at
 * {@link io.triskel.orders.catalogue.Product}.
 */
@NullMarked
package io.triskel.orders.catalogue;

import org.jspecify.annotations.NullMarked;

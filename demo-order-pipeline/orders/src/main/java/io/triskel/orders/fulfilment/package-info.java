/**
 * Orchestration: one saga knows the whole way of an order and directs the services with commands.
 *
 * <p>It knows the services' commands and events; they do not know it. The same process without a director is
 * {@code choreography}. Start at {@link io.triskel.orders.fulfilment.FulfilmentSaga}.
 */
@NullMarked
package io.triskel.orders.fulfilment;

import org.jspecify.annotations.NullMarked;

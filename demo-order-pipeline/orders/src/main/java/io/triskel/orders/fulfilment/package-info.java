/**
 * Orchestration: one saga knows an order's whole process and sends commands to the services.
 *
 * <p>It knows the services' commands and events; they do not know it. The same process without an orchestrator is
 * {@code choreography}. Start at {@link io.triskel.orders.fulfilment.FulfilmentSaga}.
 */
@NullMarked
package io.triskel.orders.fulfilment;

import org.jspecify.annotations.NullMarked;

/**
 * The fulfilment of orders for the clouds' own engines: one process, written in the language of each. Start at {@link
 * io.triskel.orders.engines.ExportFulfilment}.
 */
@NullMarked
package io.triskel.orders.engines;

import org.jspecify.annotations.NullMarked;

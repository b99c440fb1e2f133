/**
 * The pipeline's HTTP interface for customers, suppliers and the catalogue. Start at {@link io.triskel.orders.http.OrderApi}.
 */
@NullMarked
package io.triskel.orders.http;

import org.jspecify.annotations.NullMarked;

/**
 * The pipeline's HTTP interface for customers, suppliers and the catalogue: maps requests to calls and results to status
 * codes. Knows neither server nor cloud; a target's function translates its own event to a request and the answer back.
 *
 * <p>Everything is JSON, errors are problems (RFC 9457). Start at {@link io.triskel.orders.http.OrderApi}.
 */
@NullMarked
package io.triskel.orders.http;

import org.jspecify.annotations.NullMarked;

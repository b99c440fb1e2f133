/**
 * The pipeline's face to customers, suppliers and the catalogue: which request is which call, and which answer is which
 * status. Knows neither server nor cloud; a target's function translates its own event to a request and the answer back.
 *
 * <p>Everything is JSON, errors are problems (RFC 9457). Start at {@link io.triskel.orders.http.OrderApi}.
 */
@NullMarked
package io.triskel.orders.http;

import org.jspecify.annotations.NullMarked;

/**
 * An application's HTTP interface: {@link io.triskel.hosting.http.Routes} map requests to calls and results to status codes. It
 * knows neither server nor cloud; a cloud's function translates its own event to a request and the answer back.
 *
 * <p>Everything is JSON, errors are problems (RFC 9457).
 */
@NullMarked
package io.triskel.hosting.http;

import org.jspecify.annotations.NullMarked;

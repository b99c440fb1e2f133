/**
 * What the functions of any cloud have in common that host the pipeline: their settings, their threads, the line that each
 * invocation writes to the log, and links that are followed over HTTP.
 *
 * <p>No cloud's words enter; a target's own functions translate. Start at {@link io.triskel.orders.host.EnvironmentReader} and
 * {@link io.triskel.orders.host.Journal}.
 */
@NullMarked
package io.triskel.orders.host;

import org.jspecify.annotations.NullMarked;

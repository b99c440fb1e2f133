/**
 * The parts that functions hosting the pipeline share on all clouds: their settings, their threads, the line that each
 * invocation writes to the log, and links that are followed over HTTP.
 *
 * <p>No cloud's words enter; a target's own functions translate. Start at {@link io.triskel.hosting.function.EnvironmentReader} and
 * {@link io.triskel.hosting.function.InvocationLog}.
 */
@NullMarked
package io.triskel.hosting.function;

import org.jspecify.annotations.NullMarked;

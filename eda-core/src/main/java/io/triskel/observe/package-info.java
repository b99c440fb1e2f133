/**
 * The port through which the core reports its work, for metrics, traces and logs, and continues a trace.
 *
 * <p>The port takes types of {@code event} only, so that every package may use it without a circle. An observer cannot stop
 * or change an event, and slows it only by being slow itself. Start at {@link io.triskel.observe.Observer}.
 */
@NullMarked
package io.triskel.observe;

import org.jspecify.annotations.NullMarked;

/**
 * The port through which the core reports its work, for metrics, traces and logs, and continues a trace. All methods are empty
 * by default.
 *
 * <p>The port takes types of {@code event} only, so that every package may use it without a circle. Nothing here decides
 * anything: an observer cannot stop, change or slow an event other than by being slow itself. Start reading at
 * {@link io.triskel.observe.Observer}.
 */
@NullMarked
package io.triskel.observe;

import org.jspecify.annotations.NullMarked;

/**
 * What the core tells about its work, and where a trace is carried on: one port with empty bodies, for metrics, traces and logs.
 *
 * <p>It takes types of {@code event} only, so that every package may use it and no circle arises. Nothing here decides
 * anything: an observer cannot stop, change or slow an event other than by being slow itself. Start reading at
 * {@link io.triskel.observe.Observer}.
 */
@NullMarked
package io.triskel.observe;

import org.jspecify.annotations.NullMarked;

/**
 * The demo's AsyncAPI document, which {@code ./triskel export asyncapi} prints and {@code docs/asyncapi.json} keeps.
 *
 * <p>Adds what the type registry does not know: senders, patterns and ordering keys. The consumers themselves say what they
 * receive. A test compares all of it with the events of a run.
 */
@NullMarked
package io.triskel.orders.asyncapi;

import org.jspecify.annotations.NullMarked;

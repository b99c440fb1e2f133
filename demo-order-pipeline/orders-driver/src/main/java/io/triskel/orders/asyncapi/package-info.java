/**
 * The demonstrator's AsyncAPI document, which {@code ./triskel export asyncapi} prints and {@code docs/asyncapi.json} keeps.
 *
 * <p>Here stands what the type registry does not know: who sends what, under which pattern and ordering key. What consumers
 * receive is asked of them. A test compares all of it with what a run sends.
 */
@NullMarked
package io.triskel.orders.asyncapi;

import org.jspecify.annotations.NullMarked;

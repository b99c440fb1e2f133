/**
 * Cloud Run functions: the base class of functions that receive messages of a topic, one by one.
 *
 * <p>No framework and no mapping layer: the event goes in as Eventarc sends it, the core's delivery comes out. Start
 * reading at {@link io.triskel.gcp.functions.PubSubFunction}.
 */
@NullMarked
package io.triskel.gcp.functions;

import org.jspecify.annotations.NullMarked;

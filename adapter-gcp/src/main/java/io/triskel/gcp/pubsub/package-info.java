/**
 * Pub/Sub: events into a topic, and out of a subscription by pulling.
 *
 * <p>{@link io.triskel.gcp.pubsub.PubSubBinding} alone maps events to messages, for functions and archives too. Start reading at
 * {@link io.triskel.gcp.pubsub.PubSubBus} and {@link io.triskel.gcp.pubsub.PullConsumer}.
 */
@NullMarked
package io.triskel.gcp.pubsub;

import org.jspecify.annotations.NullMarked;

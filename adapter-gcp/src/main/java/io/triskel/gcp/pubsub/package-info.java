/**
 * Pub/Sub: publishes events to a topic, and pulls them from a subscription.
 *
 * <p>Only {@link io.triskel.gcp.pubsub.PubSubBinding} maps events to messages, also for functions and archives. Start
 * reading at {@link io.triskel.gcp.pubsub.PubSubBus} and {@link io.triskel.gcp.pubsub.PullConsumer}.
 */
@NullMarked
package io.triskel.gcp.pubsub;

import org.jspecify.annotations.NullMarked;

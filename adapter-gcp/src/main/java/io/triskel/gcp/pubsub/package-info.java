/**
 * Pub/Sub: events into a topic, and out of a subscription by pulling.
 *
 * <p>How an event is a message is said in one place, {@link io.triskel.gcp.pubsub.PubSubBinding}, which functions and archives
 * use too. Start reading at {@link io.triskel.gcp.pubsub.PubSubBus} and {@link io.triskel.gcp.pubsub.PullConsumer}.
 */
@NullMarked
package io.triskel.gcp.pubsub;

import org.jspecify.annotations.NullMarked;

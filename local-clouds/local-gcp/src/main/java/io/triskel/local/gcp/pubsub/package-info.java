/**
 * Pub/Sub in this JVM: topics, subscriptions, snapshots, and everything by which messages leave a subscription.
 *
 * <p>Nothing of functions or Firestore enters; a function host takes messages through {@link io.triskel.local.gcp.pubsub.PushTarget}.
 * Start reading at {@link io.triskel.local.gcp.pubsub.PubSubServer}, then {@link io.triskel.local.gcp.pubsub.PubSubSubscription}.
 */
@NullMarked
package io.triskel.local.gcp.pubsub;

import org.jspecify.annotations.NullMarked;

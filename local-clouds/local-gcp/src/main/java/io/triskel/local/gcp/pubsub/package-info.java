/**
 * A Pub/Sub emulator in this JVM: topics, subscriptions, snapshots, and all ways of delivery.
 *
 * <p>Independent of functions and Firestore; a function host takes messages through {@link
 * io.triskel.local.gcp.pubsub.PushTarget}. Start reading at {@link io.triskel.local.gcp.pubsub.PubSubServer}, then
 * {@link io.triskel.local.gcp.pubsub.PubSubSubscription}.
 */
@NullMarked
package io.triskel.local.gcp.pubsub;

import org.jspecify.annotations.NullMarked;

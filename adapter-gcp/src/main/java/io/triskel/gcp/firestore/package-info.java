/**
 * The core's stores on Firestore: every step is one commit whose conditions are on one entity's documents, and no
 * transaction is held open. The stores take a client and {@link io.triskel.gcp.firestore.FirestoreCollections}; indexes and
 * times to live are declared by a deployment, never here. {@code DocumentCollection} says how a document is changed, and how a lost
 * answer is recognised. Start with {@link io.triskel.gcp.firestore.FirestoreEventStore}.
 */
@NullMarked
package io.triskel.gcp.firestore;

import org.jspecify.annotations.NullMarked;

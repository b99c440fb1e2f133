/**
 * The core's stores on Firestore: every step is one commit with conditions on one entity's documents, without an open
 * transaction. The stores take a client and {@link io.triskel.gcp.firestore.FirestoreCollections}; a deployment
 * declares indexes and times to live, never this package. {@code DocumentCollection} describes how a document is
 * changed, and how a lost answer is recognised. Start reading at {@link io.triskel.gcp.firestore.FirestoreEventStore}.
 */
@NullMarked
package io.triskel.gcp.firestore;

import org.jspecify.annotations.NullMarked;

/**
 * Firestore in this JVM: documents, writes, queries and transactions.
 *
 * <p>Nothing of Pub/Sub or functions enters. Start reading at {@link io.triskel.local.gcp.firestore.FirestoreServer}, then
 * {@code FirestoreService} for the calls, {@code StoredDocuments} for the data and {@code Contention} for transactions.
 */
@NullMarked
package io.triskel.local.gcp.firestore;

import org.jspecify.annotations.NullMarked;

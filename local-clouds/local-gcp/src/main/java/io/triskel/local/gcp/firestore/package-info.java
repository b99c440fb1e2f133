/**
 * A Firestore emulator in this JVM: documents, writes, queries and transactions.
 *
 * <p>Independent of Pub/Sub and functions. Start reading at {@link io.triskel.local.gcp.firestore.FirestoreServer},
 * then {@code FirestoreService} for the calls, {@code StoredDocuments} for the data and {@code Contention} for
 * transactions.
 */
@NullMarked
package io.triskel.local.gcp.firestore;

import org.jspecify.annotations.NullMarked;

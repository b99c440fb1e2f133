package io.triskel.gcp.firestore;

import com.google.cloud.firestore.CollectionReference;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import io.triskel.event.Page;
import io.triskel.spi.Change;
import io.triskel.transfer.Replicas;
import io.triskel.transfer.Replicas.Replica;
import java.util.List;
import java.util.Optional;

/** Stores replicas, one document each; each collection of replicas is a separate Firestore collection. */
public final class FirestoreReplicas implements Replicas {
    private final DocumentCollection documents;
    private final String entities;

    /**
     * Makes no request yet.
     *
     * @param firestore closed by the caller
     * @param collections gives the collections' names, {@link FirestoreCollections#replicas()} and {@link FirestoreCollections#entities()}
     */
    public FirestoreReplicas(Firestore firestore, FirestoreCollections collections) {
        this.documents = new DocumentCollection(firestore, collections.replicas());
        this.entities = collections.entities();
    }

    @Override
    public Optional<Replica> get(String collection, String entity) {
        return documents
                .get(of(collection).document(DocumentIds.spread(entity)))
                .map(FirestoreReplicas::replica);
    }

    @Override
    public boolean put(String collection, Replica replica) {
        return documents.quickStep(of(collection).document(DocumentIds.spread(replica.entity())), there -> {
            boolean newer = there.filter(stored -> stored.number("version") >= replica.version())
                    .isEmpty();
            return newer ? Change.write(fields(replica), true) : Change.nothing(false);
        });
    }

    @Override
    public Page<Replica> page(String collection, Optional<String> after, int limit) {
        List<QueryDocumentSnapshot> page = documents.page(of(collection), after, limit);
        return new Page<>(
                page.stream()
                        .map(DocumentCollection::stored)
                        .map(FirestoreReplicas::replica)
                        .toList(),
                DocumentCollection.next(page, limit));
    }

    private CollectionReference of(String collection) {
        return documents.at(DocumentIds.of(collection)).collection(entities);
    }

    private static Cells fields(Replica replica) {
        return new Cells()
                .text("entity", replica.entity())
                .number("version", replica.version())
                .flag("deleted", replica.deleted())
                .bytes("state", replica.state());
    }

    private static Replica replica(Stored there) {
        return new Replica(there.text("entity"), there.number("version"), there.flag("deleted"), there.bytes("state"));
    }
}

package io.triskel.gcp.firestore;

import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import io.triskel.saga.SagaRef;
import io.triskel.saga.SagaRow;
import io.triskel.saga.SagaStore;
import io.triskel.store.KeyForm;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Stores saga instances, one document each; three fields mark instances with a timer, instances with commands to send,
 * and stuck instances.
 */
public final class FirestoreSagaStore implements SagaStore {
    private final DocumentCollection documents;
    private final QueueStart wakes;

    /**
     * Makes no request yet.
     *
     * @param firestore closed by the caller
     * @param collections gives the collection's name, {@link FirestoreCollections#sagas()}
     * @param clock of this host: timers due more than five minutes ago are looked for only every five minutes
     */
    public FirestoreSagaStore(Firestore firestore, FirestoreCollections collections, InstantSource clock) {
        this.documents = new DocumentCollection(firestore, collections.sagas());
        this.wakes = new QueueStart(clock);
    }

    @Override
    public Optional<SagaRow> load(SagaRef ref) {
        return documents.get(at(ref)).map(there -> SagaRow.decoded(there.bytes("row")));
    }

    @Override
    public boolean save(SagaRow row, long expectedRevision) {
        byte[] encoded = row.encodedToReplace(expectedRevision);
        return documents.replace(at(row.ref()), "revision", expectedRevision, () -> fields(row, encoded));
    }

    private static Cells fields(SagaRow row, byte[] encoded) {
        SagaRef ref = row.ref();
        String saga = DocumentIds.of(ref.saga());
        return new Cells()
                .text("saga", ref.saga())
                .text("instance", ref.instance())
                .number("revision", row.revision())
                .bytes("row", encoded)
                .text(FirestoreCollections.WAKE, row.nextWake().map(at -> DocumentIds.due(saga, ref.bucket(), at)))
                .text(
                        FirestoreCollections.SEND_AFTER,
                        row.sendAfter().map(at -> DocumentIds.due(saga, ref.bucket(), at)))
                .text(FirestoreCollections.STUCK, row.stuck() ? Optional.of(stuck(ref)) : Optional.empty());
    }

    @Override
    public List<SagaRef> due(String saga, int bucket, Instant now, int limit) {
        String timers = DocumentIds.due(DocumentIds.of(saga), bucket);
        String from = wakes.of(timers);
        List<Stored> found =
                upTo(FirestoreCollections.WAKE, from, DocumentIds.due(DocumentIds.of(saga), bucket, now), limit);
        wakes.found(timers, from, now, found.stream().findFirst().map(first -> first.text(FirestoreCollections.WAKE)));
        return refs(found);
    }

    /** Starts at the beginning of the bucket each time: commands to send immediately are there. */
    @Override
    public List<SagaRef> unsent(String saga, int bucket, Instant now, int limit) {
        return refs(upTo(
                FirestoreCollections.SEND_AFTER,
                DocumentIds.due(DocumentIds.of(saga), bucket),
                DocumentIds.due(DocumentIds.of(saga), bucket, now),
                limit));
    }

    @Override
    public List<SagaRef> stuck(String saga, int bucket, Optional<SagaRef> after, int limit) {
        String all = DocumentIds.due(DocumentIds.of(saga), bucket);
        Query query = documents
                .collection()
                .whereGreaterThan(
                        FirestoreCollections.STUCK,
                        after.map(FirestoreSagaStore::stuck).orElse(all))
                .whereLessThan(FirestoreCollections.STUCK, all + KeyForm.END)
                .orderBy(FirestoreCollections.STUCK);
        return refs(documents
                .query(DocumentCollection.select(query, "saga", "instance").limit(limit))
                .stream()
                .map(DocumentCollection::stored)
                .toList());
    }

    private static String stuck(SagaRef ref) {
        return DocumentIds.due(DocumentIds.of(ref.saga()), ref.bucket()) + DocumentIds.of(ref.instance());
    }

    private List<Stored> upTo(String field, String from, String to, int limit) {
        Query query = documents
                .collection()
                .whereGreaterThanOrEqualTo(field, from)
                .whereLessThanOrEqualTo(field, to)
                .orderBy(field);
        return documents
                .query(DocumentCollection.select(query, "saga", "instance", field)
                        .limit(limit))
                .stream()
                .map(DocumentCollection::stored)
                .toList();
    }

    private static List<SagaRef> refs(List<Stored> found) {
        return found.stream()
                .map(there -> new SagaRef(there.text("saga"), there.text("instance")))
                .toList();
    }

    private DocumentReference at(SagaRef ref) {
        return documents.at(DocumentIds.spread(ref.saga(), ref.instance()));
    }
}

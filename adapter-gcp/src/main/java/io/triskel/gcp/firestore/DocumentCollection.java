package io.triskel.gcp.firestore;

import com.google.api.core.ApiFuture;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.CollectionReference;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import com.google.cloud.firestore.QuerySnapshot;
import com.google.cloud.firestore.WriteBatch;
import com.google.cloud.firestore.WriteResult;
import io.triskel.event.PortException;
import io.triskel.spi.Change;
import io.triskel.spi.ConditionalWrites;
import io.triskel.spi.Repetition;
import io.triskel.store.Remembered;
import io.triskel.store.StoredFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One collection, and the collections below its documents. One commit changes a document, if it is unchanged since it
 * was read.
 *
 * <p>A failed call is retried until the deadline. Each write leaves a stamp in its document. If the answer of a commit
 * is lost and this class or the client retries it, the retry fails because the first commit succeeded; a writer that
 * then finds its own stamp in the document knows that it succeeded. The stamp also makes each write change the
 * document: without a change the update time would stay the same, and the next condition checks the update time.
 */
final class DocumentCollection {
    static final String STAMP = "stamp";

    static final ConditionalWrites WRITES = new ConditionalWrites(FirestoreCalls.PAUSES);

    private final Firestore firestore;
    private final CollectionReference collection;
    private final FirestoreCalls calls;
    private final Remembered<String, Stored> seen = new Remembered<>();

    DocumentCollection(Firestore firestore, String collection) {
        this.firestore = firestore;
        this.collection = firestore.collection(collection);
        this.calls = new FirestoreCalls(firestore, this.collection.getPath());
    }

    CollectionReference collection() {
        return collection;
    }

    FirestoreCalls calls() {
        return calls;
    }

    DocumentReference at(String id) {
        return collection.document(id);
    }

    /** A document anywhere in the database. */
    DocumentReference document(String path) {
        return firestore.document(path);
    }

    Optional<Stored> get(DocumentReference document) {
        Optional<Stored> stored = Stored.of(calls.await(document::get));
        remember(document, stored);
        return stored;
    }

    /** Reads the documents in one call, in order. */
    List<Optional<Stored>> getAll(List<DocumentReference> documents) {
        if (documents.isEmpty()) {
            return List.of();
        }
        DocumentReference[] asked = documents.toArray(DocumentReference[]::new);
        return calls.await(() -> firestore.getAll(asked)).stream()
                .map(Stored::of)
                .toList();
    }

    List<QueryDocumentSnapshot> query(Query query) {
        return calls.await(query::get).getDocuments();
    }

    /** The results of all queries, which run in parallel. */
    List<QueryDocumentSnapshot> queryAll(List<Query> queries) {
        List<ApiFuture<QuerySnapshot>> answers =
                queries.stream().map(Query::get).toList();
        List<QueryDocumentSnapshot> results = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            results.addAll(calls.await(answers.get(i), queries.get(i)::get).getDocuments());
        }
        return results;
    }

    /** Where the next page begins, if there may be one. */
    static Optional<String> next(List<QueryDocumentSnapshot> page, int limit) {
        return page.size() < limit
                ? Optional.empty()
                : Optional.of(page.get(limit - 1).getId());
    }

    /** A page of documents, in the order of their ids. */
    List<QueryDocumentSnapshot> page(Query of, Optional<String> after, int limit) {
        Query query = of.orderBy(FieldPath.documentId()).limit(limit);
        return query(after.map(query::startAfter).orElse(query));
    }

    /** Writes the document without a condition. */
    void put(DocumentReference document, Cells fields) {
        seen.forget(document.getPath());
        calls.await(() -> document.set(fields.create()));
    }

    /**
     * Deletes as many of these documents as one commit can, from the first on, and returns how many. A deletion counts
     * the size of its document towards a commit's 10 MiB, and that size is unknown (firebase-tools#1036).
     */
    int deleteFirst(List<DocumentReference> documents) {
        documents.forEach(this::forget);
        for (int count = documents.size(); ; count /= 2) {
            List<DocumentReference> some = documents.subList(0, count);
            try {
                calls.await(() -> {
                    WriteBatch batch = firestore.batch();
                    some.forEach(batch::delete);
                    return batch.commit();
                });
                return count;
            } catch (PortException e) {
                if (count == 1 || !Failures.isRefused(e)) {
                    throw e;
                }
            }
        }
    }

    /** Deletes the document if it is unchanged since it was read; returns whether it did. */
    boolean delete(DocumentReference document, Stored as) {
        seen.forget(document.getPath());
        Repetition repetition = calls.repetition();
        boolean perhapsDone = false;
        while (true) {
            try {
                return calls.once(document.delete(Precondition.updatedAt(as.updated())), System.nanoTime()) != null;
            } catch (ExecutionException e) {
                if (Failures.isCondition(e)) {
                    return perhapsDone && get(document).isEmpty();
                }
                if (!Failures.isRepeatable(e) || !repetition.pause()) {
                    throw calls.told(e);
                }
                perhapsDone = true;
            }
        }
    }

    /** The document as last seen, without its large fields; only for conditions. */
    Optional<Stored> remembered(DocumentReference document) {
        return seen.get(document.getPath());
    }

    void forget(DocumentReference document) {
        seen.forget(document.getPath());
    }

    void remember(DocumentReference document, Optional<Stored> stored) {
        stored.ifPresentOrElse(
                there -> seen.put(document.getPath(), there.light()), () -> seen.forget(document.getPath()));
    }

    /** Remembers a document that a query has read completely. */
    void remember(QueryDocumentSnapshot document) {
        remember(document.getReference(), Stored.of(document));
    }

    /** Reads the document and applies a step to it, and repeats both while other writers are faster. */
    <T> T step(DocumentReference document, Function<Optional<Stored>, Change<Cells, T>> step) {
        return stepFrom(document, get(document), step);
    }

    /** As {@link #step}, but first on the remembered document, if there is one. */
    <T> T quickStep(DocumentReference document, Function<Optional<Stored>, Change<Cells, T>> step) {
        Optional<Stored> last = remembered(document);
        return step(document, last.isPresent() ? Optional.of(last) : Optional.empty(), () -> get(document), step);
    }

    /** As {@link #step}, but first on a guess of the document. */
    <T> T guess(
            DocumentReference document, Optional<Stored> thought, Function<Optional<Stored>, Change<Cells, T>> step) {
        return step(document, Optional.of(thought), () -> get(document), step);
    }

    /** As {@link #step}, on a document that was just read. */
    <T> T stepFrom(
            DocumentReference document, Optional<Stored> start, Function<Optional<Stored>, Change<Cells, T>> step) {
        return step(document, Optional.empty(), () -> start, step);
    }

    private <T> T step(
            DocumentReference document,
            Optional<Optional<Stored>> thought,
            Supplier<Optional<Stored>> read,
            Function<Optional<Stored>, Change<Cells, T>> step) {
        return WRITES.stepFrom("Document " + document.getPath(), thought, read, step, (before, next) -> {
            DocumentWrite.Attempt attempt = send(document, before, next).await();
            return attempt.held() ? Optional.empty() : Optional.of(attempt.now());
        });
    }

    /**
     * Replaces a document that counts its writes, if its counter has the expected value; 0 means that the document does
     * not exist.
     *
     * @return whether the document is replaced; if not, its counter has another value
     */
    boolean replace(DocumentReference document, String counter, long expected, Supplier<Cells> next) {
        Function<Optional<Stored>, Change<Cells, Boolean>> step =
                there -> there.map(stored -> stored.number(counter)).orElse(0L) == expected
                        ? Change.write(next.get(), true)
                        : Change.nothing(false);
        return expected == 0 ? guess(document, Optional.empty(), step) : quickStep(document, step);
    }

    /** Starts the write of a document. */
    DocumentWrite send(DocumentReference document, Optional<Stored> before, Cells next) {
        String stamp = UUID.randomUUID().toString();
        next.text(STAMP, stamp);
        seen.forget(document.getPath());
        return new DocumentWrite(this, document, next, stamp, () -> commit(document, before, next));
    }

    private ApiFuture<List<WriteResult>> commit(DocumentReference document, Optional<Stored> before, Cells next) {
        WriteBatch batch = firestore.batch();
        if (before.isPresent()) {
            Timestamp updated = before.get().updated();
            batch.update(document, next.update(), Precondition.updatedAt(updated));
        } else {
            batch.create(document, next.create());
        }
        next.along().accept(batch);
        return batch.commit();
    }

    /** The document in a query's result. */
    static Stored stored(DocumentSnapshot snapshot) {
        return Stored.of(snapshot)
                .orElseThrow(() -> new IllegalStateException("A query returns existing documents only"));
    }

    /** A query for only these fields, and the version of the documents' form. */
    static Query select(Query query, String... fields) {
        String[] selected = Arrays.copyOf(fields, fields.length + 1);
        selected[fields.length] = StoredFormat.NAME;
        return query.select(selected);
    }

    static Map<String, Object> removed(String field) {
        return Map.of(field, FieldValue.delete());
    }
}

package io.triskel.gcp.firestore;

import com.google.cloud.firestore.CollectionReference;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.QueryDocumentSnapshot;
import io.triskel.event.Page;
import io.triskel.projection.ReadModel;
import io.triskel.projection.ReadModel.Row;
import java.util.List;
import java.util.Optional;

/**
 * Stores rows of read models, one document each, in a collection per table. All index keys of a row are one field, a
 * list: Firestore finds a document by any element of a list, so a projection may have any number of indexes without
 * declaring one.
 */
public final class FirestoreReadModel implements ReadModel {
    /** The maximum; fewer if the rows are large. */
    private static final int DROPPED_AT_ONCE = 400;

    private final DocumentCollection documents;
    private final String rows;

    /**
     * Makes no request yet.
     *
     * @param firestore closed by the caller
     * @param collections gives the collections' names, {@link FirestoreCollections#tables()} and {@link FirestoreCollections#rows()}
     */
    public FirestoreReadModel(Firestore firestore, FirestoreCollections collections) {
        this.documents = new DocumentCollection(firestore, collections.tables());
        this.rows = collections.rows();
    }

    @Override
    public Optional<Row> get(String table, String rowId) {
        return documents.get(of(table).document(DocumentIds.spread(rowId))).map(FirestoreReadModel::row);
    }

    @Override
    public boolean put(String table, Row row, long expectedVersion) {
        return documents.replace(
                of(table).document(DocumentIds.spread(row.id())), "version", expectedVersion, () -> fields(row));
    }

    @Override
    public Page<Row> query(String table, String index, String key, Optional<String> after, int limit) {
        return page(
                of(table).whereArrayContains(FirestoreCollections.INDEX_KEYS, DocumentIds.of(index, key)),
                after,
                limit);
    }

    @Override
    public Page<Row> page(String table, Optional<String> after, int limit) {
        return page(of(table), after, limit);
    }

    private Page<Row> page(Query of, Optional<String> after, int limit) {
        List<QueryDocumentSnapshot> page = documents.page(of, after, limit);
        return new Page<>(
                page.stream()
                        .map(DocumentCollection::stored)
                        .map(FirestoreReadModel::row)
                        .toList(),
                DocumentCollection.next(page, limit));
    }

    @Override
    public int drop(String table, int limit) {
        int dropped = 0;
        int atOnce = DROPPED_AT_ONCE;
        List<DocumentReference> page = firstRows(table, Math.min(atOnce, limit));
        while (!page.isEmpty()) {
            atOnce = documents.deleteFirst(page);
            dropped += atOnce;
            page = dropped < limit ? firstRows(table, Math.min(atOnce, limit - dropped)) : List.of();
        }
        return dropped;
    }

    private List<DocumentReference> firstRows(String table, int limit) {
        Query names = of(table).select(FieldPath.documentId()).limit(limit);
        return documents.query(names).stream()
                .<DocumentReference>map(QueryDocumentSnapshot::getReference)
                .toList();
    }

    private CollectionReference of(String table) {
        return documents.at(DocumentIds.of(table)).collection(rows);
    }

    private static Cells fields(Row row) {
        return new Cells()
                .text("id", row.id())
                .number("revision", row.revision())
                .number("version", row.version())
                .texts("keys", row.indexKeys())
                .list(
                        FirestoreCollections.INDEX_KEYS,
                        row.indexKeys().entrySet().stream()
                                .map(entry -> DocumentIds.of(entry.getKey(), entry.getValue()))
                                .toList())
                .bytes("state", row.state());
    }

    private static Row row(Stored there) {
        return new Row(
                there.text("id"),
                there.number("revision"),
                there.number("version"),
                there.texts("keys"),
                there.bytes("state"));
    }
}

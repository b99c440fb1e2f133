package io.triskel.local.gcp.firestore;

import com.google.firestore.v1.Document;
import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A transaction's reads so far: documents, and the results of queries. Guarded by the documents. */
final class Transaction {
    private final ByteString id;
    private final boolean readOnly;
    private final Instant startedAt;
    private final Map<String, Optional<Document>> documents = new HashMap<>();
    private final Map<Query, List<Document>> queries = new LinkedHashMap<>();
    private Instant usedAt;

    Transaction(ByteString id, boolean readOnly, Instant now) {
        this.id = id;
        this.readOnly = readOnly;
        this.startedAt = now;
        this.usedAt = now;
    }

    ByteString id() {
        return id;
    }

    boolean isReadOnly() {
        return readOnly;
    }

    Instant startedAt() {
        return startedAt;
    }

    Instant usedAt() {
        return usedAt;
    }

    void used(Instant now) {
        usedAt = now;
    }

    void read(String name, Optional<Document> document) {
        documents.put(name, document);
    }

    void read(Query query, List<Document> results) {
        queries.put(query, results);
    }

    /** Whether a write of this document would change data that the transaction has read. */
    boolean hasRead(String name, Optional<Document> before, Optional<Document> after) {
        return documents.containsKey(name)
                || queries.keySet().stream()
                        .anyMatch(query -> before.filter(query::concerns).isPresent()
                                || after.filter(query::concerns).isPresent());
    }

    /** Whether all data that the transaction has read is unchanged. */
    boolean isUnchanged(StoredDocuments now) {
        return documents.entrySet().stream()
                        .allMatch(read -> now.get(read.getKey()).equals(read.getValue()))
                && queries.entrySet().stream()
                        .allMatch(read -> read.getKey().run(now).equals(read.getValue()));
    }
}

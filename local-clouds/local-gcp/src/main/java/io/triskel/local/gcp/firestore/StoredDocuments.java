package io.triskel.local.gcp.firestore;

import com.google.firestore.v1.Document;
import com.google.firestore.v1.Value;
import com.google.protobuf.Timestamp;
import io.triskel.local.gcp.wire.Refusal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** All documents, by collection. Not thread-safe: callers hold this object's lock. */
final class StoredDocuments {
    private final InstantSource clock;
    private final long maxBytes;
    private final Map<String, DocumentCollection> collections = new HashMap<>();
    private final Map<String, NavigableSet<String>> pathsById = new HashMap<>();
    private long lastMicros;
    private long bytes;
    private long count;

    StoredDocuments(InstantSource clock, long maxBytes) {
        this.clock = clock;
        this.maxBytes = maxBytes;
    }

    Optional<Document> get(String name) {
        DocumentCollection collection = collections.get(DocumentName.collection(name));
        return collection == null ? Optional.empty() : Optional.ofNullable(collection.byName.get(name));
    }

    void put(Document document) {
        get(document.getName()).ifPresent(this::remove);
        String path = DocumentName.collection(document.getName());
        collections
                .computeIfAbsent(path, key -> {
                    pathsById
                            .computeIfAbsent(DocumentName.id(path), id -> new TreeSet<>(DocumentName.ORDER))
                            .add(path);
                    return new DocumentCollection();
                })
                .add(document);
        bytes += document.getSerializedSize();
        count++;
    }

    void remove(Document document) {
        String path = DocumentName.collection(document.getName());
        DocumentCollection collection = collections.get(path);
        if (collection == null) {
            return;
        }
        collection.remove(document);
        bytes -= document.getSerializedSize();
        count--;
        if (collection.byName.isEmpty() && collection.indexes.isEmpty()) {
            collections.remove(path);
            Optional.ofNullable(pathsById.get(DocumentName.id(path))).ifPresent(paths -> paths.remove(path));
        }
    }

    /** Rejects writes that would exceed the storage, before any of them is executed. */
    void checkRoom(long more) {
        if (bytes + more > maxBytes) {
            throw Refusal.exhausted("This local server stores at most " + maxBytes + " bytes (maxStoredBytes)");
        }
    }

    /** The documents of a collection, by name. */
    NavigableMap<String, Document> in(String collection) {
        DocumentCollection found = collections.get(collection);
        return found == null ? Collections.emptyNavigableMap() : found.byName;
    }

    /** The documents of a collection whose field has this value, by name. */
    NavigableMap<String, Document> in(String collection, FieldPath field, Value value) {
        DocumentCollection found = collections.get(collection);
        return found == null
                ? Collections.emptyNavigableMap()
                : found.index(field).with(value);
    }

    /** The documents of a collection whose field has a value within this range, by value. */
    List<Document> in(String collection, QueryFilter.Range range) {
        DocumentCollection found = collections.get(collection);
        return found == null ? List.of() : found.index(range.field()).between(range.from(), range.to());
    }

    /** The paths of all collections with this id below a parent, at any depth. */
    List<String> collections(String parent, String id) {
        return pathsById.getOrDefault(id, new TreeSet<>()).stream()
                .filter(path -> path.startsWith(parent + "/"))
                .toList();
    }

    /** The paths of all collections below a parent, at any depth. */
    List<String> collections(String parent) {
        return collections.keySet().stream()
                .filter(path -> path.startsWith(parent + "/"))
                .toList();
    }

    /** The ids of the collections directly below a document, or at the top. */
    List<String> collectionIds(String parent) {
        List<String> ids = new ArrayList<>();
        collections.forEach((path, collection) -> {
            if (path.startsWith(parent + "/")
                    && path.indexOf('/', parent.length() + 1) < 0
                    && !collection.byName.isEmpty()) {
                ids.add(DocumentName.id(path));
            }
        });
        return ids.stream().sorted(DocumentName.ORDER).toList();
    }

    /** The missing documents of a collection that have existing collections below them. */
    Set<String> missing(String collection) {
        Set<String> names = new TreeSet<>(DocumentName.ORDER);
        collections.forEach((path, below) -> {
            if (path.startsWith(collection + "/") && !below.byName.isEmpty()) {
                names.add(path.substring(0, path.indexOf('/', collection.length() + 1)));
            }
        });
        names.removeAll(in(collection).keySet());
        return names;
    }

    Stream<Document> all() {
        return collections.values().stream().flatMap(collection -> collection.byName.values().stream());
    }

    long count() {
        return count;
    }

    /** A time later than all earlier ones, in microseconds as in the service. */
    Timestamp tick() {
        long micros = Math.max(ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant()), lastMicros + 1);
        lastMicros = micros;
        return Timestamp.newBuilder()
                .setSeconds(micros / 1_000_000)
                .setNanos((int) (micros % 1_000_000) * 1000)
                .build();
    }

    private static final class DocumentCollection {
        private final NavigableMap<String, Document> byName = new TreeMap<>(DocumentName.ORDER);
        private final Map<FieldPath, FieldIndex> indexes = new HashMap<>();

        private void add(Document document) {
            byName.put(document.getName(), document);
            indexes.values().forEach(index -> index.add(document));
        }

        private void remove(Document document) {
            byName.remove(document.getName());
            indexes.values().forEach(index -> index.remove(document));
        }

        private FieldIndex index(FieldPath field) {
            return indexes.computeIfAbsent(field, key -> new FieldIndex(field, byName.values()));
        }
    }
}

package io.triskel.local.gcp.firestore;

import com.google.firestore.v1.Document;
import com.google.firestore.v1.Value;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The documents of a collection by the value of one field; created when a query first needs that field. */
final class FieldIndex {
    private final FieldPath field;
    private final NavigableMap<Value, NavigableMap<String, Document>> byValue = new TreeMap<>(Values.ORDER);

    FieldIndex(FieldPath field, Collection<Document> documents) {
        this.field = field;
        documents.forEach(this::add);
    }

    void add(Document document) {
        field.in(document)
                .ifPresent(value -> byValue.computeIfAbsent(value, key -> new TreeMap<>(DocumentName.ORDER))
                        .put(document.getName(), document));
    }

    void remove(Document document) {
        field.in(document).ifPresent(value -> {
            NavigableMap<String, Document> same = byValue.get(value);
            if (same != null) {
                same.remove(document.getName());
                if (same.isEmpty()) {
                    byValue.remove(value);
                }
            }
        });
    }

    /** The documents with this value, by name. */
    NavigableMap<String, Document> with(Value value) {
        NavigableMap<String, Document> found = byValue.get(value);
        return found == null ? Collections.emptyNavigableMap() : found;
    }

    /** The documents whose value is between the two, both included, by value. */
    List<Document> between(Optional<Value> from, Optional<Value> to) {
        if (from.isPresent() && to.isPresent() && Values.compare(from.get(), to.get()) > 0) {
            return List.of();
        }
        NavigableMap<Value, NavigableMap<String, Document>> range =
                from.map(least -> byValue.tailMap(least, true)).orElse(byValue);
        range = to.isPresent() ? range.headMap(to.get(), true) : range;
        return range.values().stream().flatMap(same -> same.values().stream()).toList();
    }
}

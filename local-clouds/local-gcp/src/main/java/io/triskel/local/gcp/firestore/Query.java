package io.triskel.local.gcp.firestore;

import com.google.firestore.v1.Document;
import com.google.firestore.v1.StructuredQuery;
import com.google.firestore.v1.StructuredQuery.CollectionSelector;
import com.google.firestore.v1.StructuredQuery.FieldReference;
import io.triskel.local.gcp.wire.Refusal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** A structured query, ready to run on the current documents. */
final class Query {
    private final String parent;
    private final StructuredQuery structure;
    private final CollectionSelector from;
    private final QueryFilter filter;
    private final QueryOrder order;

    private Query(String parent, StructuredQuery structure) {
        Refusal.unless(structure.getFromCount() == 1, "A query is of exactly one collection or collection group");
        Unimitated.in(structure);
        this.parent = DocumentName.database(parent);
        this.structure = structure;
        this.from = structure.getFrom(0);
        this.filter = QueryFilter.of(structure.hasWhere() ? Optional.of(structure.getWhere()) : Optional.empty());
        this.order = QueryOrder.of(structure.getOrderByList(), filter.inequalities());
        checkCursor(structure.getStartAt().getValuesCount());
        checkCursor(structure.getEndAt().getValuesCount());
    }

    /** @throws io.grpc.StatusRuntimeException if the query is not valid, or needs an index of a field without one */
    static Query of(String parent, StructuredQuery structure, IndexExemptions exemptions) {
        Query query = new Query(parent, structure);
        Stream.concat(query.filter.fields().stream(), query.order.fields().stream())
                .filter(field -> exemptions.isExempt(query.from.getCollectionId(), field.toString()))
                .findFirst()
                .ifPresent(field -> {
                    throw Refusal.failedPrecondition("The query requires an index of the field " + field
                            + " in the collection " + query.from.getCollectionId() + ", which is exempt from indexing");
                });
        return query;
    }

    /** The results of the query, as complete documents. */
    List<Document> run(StoredDocuments documents) {
        long last = structure.hasLimit()
                ? (long) structure.getOffset() + structure.getLimit().getValue()
                : Long.MAX_VALUE;
        boolean inOrder = order.isByName() && !from.getAllDescendants();
        List<Document> found = new ArrayList<>();
        for (Document candidate : candidates(documents)) {
            if (inOrder && found.size() >= last) {
                break;
            }
            if (matches(candidate) && isBetweenCursors(candidate)) {
                found.add(candidate);
            }
        }
        if (!inOrder) {
            found.sort(order);
        }
        int first = Math.min(structure.getOffset(), found.size());
        return List.copyOf(found.subList(first, (int) Math.min(last, found.size())));
    }

    /** Whether the document would be among the results, apart from limits and cursors. */
    boolean concerns(Document document) {
        return isFrom(DocumentName.collection(document.getName())) && matches(document);
    }

    /** The part of a result that was asked for. */
    Document projected(Document document) {
        return structure.hasSelect()
                ? project(
                        document,
                        structure.getSelect().getFieldsList().stream()
                                .map(FieldReference::getFieldPath)
                                .toList())
                : document;
    }

    /** A document with these fields only. */
    static Document project(Document document, List<String> paths) {
        Map<String, com.google.firestore.v1.Value> fields = new HashMap<>();
        for (String path : paths) {
            FieldPath field = FieldPath.of(path);
            if (!field.equals(FieldPath.NAME)) {
                field.in(document.getFieldsMap()).ifPresent(value -> field.set(fields, Optional.of(value)));
            }
        }
        return document.toBuilder().clearFields().putAllFields(fields).build();
    }

    private boolean matches(Document document) {
        return filter.test().test(document) && order.hasAll(document);
    }

    private boolean isBetweenCursors(Document document) {
        if (structure.hasStartAt()) {
            int place = order.compare(document, structure.getStartAt());
            if (structure.getStartAt().getBefore() ? place < 0 : place <= 0) {
                return false;
            }
        }
        if (structure.hasEndAt()) {
            int place = order.compare(document, structure.getEndAt());
            return structure.getEndAt().getBefore() ? place < 0 : place <= 0;
        }
        return true;
    }

    private boolean isFrom(String collection) {
        if (isFromAll()) {
            return collection.startsWith(parent + "/");
        }
        if (!DocumentName.id(collection).equals(from.getCollectionId())) {
            return false;
        }
        return from.getAllDescendants()
                ? collection.startsWith(parent + "/")
                : collection.equals(parent + "/" + from.getCollectionId());
    }

    /** Without a collection, all descendants are meant, in whatever collection (comments of {@code CollectionSelector}). */
    private boolean isFromAll() {
        return from.getAllDescendants() && from.getCollectionId().isEmpty();
    }

    private Collection<Document> candidates(StoredDocuments documents) {
        Optional<QueryFilter.Equality> equality = filter.equalities().stream()
                .filter(one -> !one.field().equals(FieldPath.NAME))
                .findFirst();
        // A range is not used if results are ordered by name, since its documents are ordered by value.
        Optional<QueryFilter.Range> range = equality.isPresent() || order.isByName()
                ? Optional.empty()
                : filter.ranges().stream().findFirst();
        Function<String, Collection<Document>> of = path -> range.isPresent()
                ? documents.in(path, range.get())
                : inOrder(equality.map(one -> documents.in(path, one.field(), one.value()))
                        .orElseGet(() -> documents.in(path)));
        if (!from.getAllDescendants()) {
            return of.apply(parent + "/" + from.getCollectionId());
        }
        List<Document> all = new ArrayList<>();
        List<String> paths =
                isFromAll() ? documents.collections(parent) : documents.collections(parent, from.getCollectionId());
        paths.forEach(path -> all.addAll(of.apply(path)));
        return all;
    }

    // Candidates in the order of names, if requested, and without those before a cursor, since event streams are long.
    private Collection<Document> inOrder(NavigableMap<String, Document> byName) {
        if (!order.isByName()) {
            return byName.values();
        }
        NavigableMap<String, Document> ordered = order.isDescending() ? byName.descendingMap() : byName;
        boolean cut = structure.getStartAt().getValuesCount() > 0
                && structure.getStartAt().getValues(0).hasReferenceValue();
        return cut
                ? ordered.tailMap(structure.getStartAt().getValues(0).getReferenceValue(), true)
                        .values()
                : ordered.values();
    }

    private void checkCursor(int values) {
        Refusal.unless(values <= order.fields().size(), "A cursor has at most as many values as there are orders");
    }
}

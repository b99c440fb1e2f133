package io.triskel.local.gcp.firestore;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Fields without index entries, as declared at deployment: by the id of their collection, at any place in the database. */
public final class IndexExemptions {
    private final Map<String, Set<String>> byCollection = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> keptByCollection = new ConcurrentHashMap<>();

    /**
     * Exempts a field and its subfields from indexing; queries by the field fail from now on.
     *
     * @param collection the id of the collection, such as {@code events}
     * @param field a path, such as {@code data} or {@code data.body}
     */
    public void add(String collection, String field) {
        byCollection
                .computeIfAbsent(collection, id -> ConcurrentHashMap.newKeySet())
                .add(field);
    }

    /**
     * Exempts all fields of a collection but these, as the field {@code *} without an index does, from which other fields are exceptions
     * (comments of {@code Field} in google/firestore/admin/v1/field.proto).
     */
    public void keep(String collection, Collection<String> fields) {
        keptByCollection.put(collection, Set.copyOf(fields));
    }

    boolean isExempt(String collection, String field) {
        Set<String> kept = keptByCollection.get(collection);
        if (kept != null && !field.equals(FieldPath.NAME.toString()) && !holds(kept, field)) {
            return true;
        }
        return holds(byCollection.getOrDefault(collection, Set.of()), field);
    }

    /** Whether the field, or a map that it is in, is one of these. */
    private static boolean holds(Set<String> fields, String field) {
        for (int end = field.length(); end > 0; end = field.lastIndexOf('.', end - 1)) {
            if (fields.contains(field.substring(0, end))) {
                return true;
            }
        }
        return false;
    }
}

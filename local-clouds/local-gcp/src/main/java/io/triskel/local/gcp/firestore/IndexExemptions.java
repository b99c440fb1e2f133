package io.triskel.local.gcp.firestore;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Fields without index entries, as declared at deployment: by the id of their collection, at any place in the database. */
public final class IndexExemptions {
    private final Map<String, Set<String>> byCollection = new ConcurrentHashMap<>();

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

    boolean isExempt(String collection, String field) {
        Set<String> fields = byCollection.getOrDefault(collection, Set.of());
        for (int end = field.length(); end > 0; end = field.lastIndexOf('.', end - 1)) {
            if (fields.contains(field.substring(0, end))) {
                return true;
            }
        }
        return false;
    }
}

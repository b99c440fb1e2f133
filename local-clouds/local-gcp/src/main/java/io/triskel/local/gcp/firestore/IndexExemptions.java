package io.triskel.local.gcp.firestore;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Fields for which no index entries are kept, as declared at deployment: by the id of their collection, whatever is above it. */
public final class IndexExemptions {
    private final Map<String, Set<String>> byCollection = new ConcurrentHashMap<>();

    /**
     * No index entries for this field and what is below it; queries by it fail from now on.
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

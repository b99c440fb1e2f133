package io.triskel.gcp.firestore;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.Blob;
import com.google.cloud.firestore.DocumentSnapshot;
import io.triskel.store.StoredFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A document as it was read or written; a query for some of its fields must also ask for {@link StoredFormat#NAME}.
 *
 * @param updated the update time, which each write changes; the next write succeeds only if it is still the same
 */
record Stored(Map<String, Object> fields, Timestamp updated) {
    static Optional<Stored> of(DocumentSnapshot snapshot) {
        Map<String, Object> fields = snapshot.getData();
        Timestamp updated = snapshot.getUpdateTime();
        if (fields == null || updated == null) {
            return Optional.empty();
        }
        Number format = fields.get(StoredFormat.NAME) instanceof Long number ? number : null;
        StoredFormat.require(
                format,
                () -> "Firestore collection "
                        + snapshot.getReference().getParent().getPath());
        return Optional.of(new Stored(fields, updated));
    }

    /** The document without lists and bytes, which may be large and are not needed for decisions. */
    Stored light() {
        Map<String, Object> scalars = new HashMap<>(fields);
        scalars.values().removeIf(value -> value instanceof Blob || value instanceof List<?>);
        return new Stored(scalars, updated);
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    String text(String name) {
        return required(name, String.class);
    }

    Optional<String> optionalText(String name) {
        return has(name) ? Optional.of(text(name)) : Optional.empty();
    }

    long number(String name) {
        return required(name, Long.class);
    }

    boolean flag(String name) {
        return required(name, Boolean.class);
    }

    byte[] bytes(String name) {
        return required(name, Blob.class).toBytes();
    }

    Optional<Instant> instant(String name) {
        return optionalText(name).map(Instant::parse);
    }

    <T> List<T> list(String name, Class<T> type) {
        List<T> list = new ArrayList<>();
        for (Object value : required(name, List.class)) {
            list.add(cast(name, value, type));
        }
        return list;
    }

    Map<String, String> texts(String name) {
        Map<String, String> texts = new HashMap<>();
        List<String> flat = list(name, String.class);
        for (int i = 0; i + 1 < flat.size(); i += 2) {
            texts.put(flat.get(i), flat.get(i + 1));
        }
        return texts;
    }

    private <T> T required(String name, Class<T> type) {
        return cast(name, fields.get(name), type);
    }

    private <T> T cast(String name, @Nullable Object value, Class<T> type) {
        if (!type.isInstance(value)) {
            throw new IllegalStateException("A document without '" + name + "' as " + type.getSimpleName()
                    + " was not written by this store: " + fields.keySet());
        }
        return type.cast(value);
    }
}

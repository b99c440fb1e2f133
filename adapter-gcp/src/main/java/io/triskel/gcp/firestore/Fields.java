package io.triskel.gcp.firestore;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.Blob;
import com.google.cloud.firestore.FieldValue;
import io.triskel.store.StoredFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All fields of a document to write, with the {@linkplain StoredFormat version of its form}. Absent optional fields are listed too,
 * since an update keeps fields that it does not name.
 */
final class Fields {
    private final Map<String, Object> values = new HashMap<>();

    Fields() {
        number(StoredFormat.NAME, StoredFormat.CURRENT);
    }

    Fields text(String name, String value) {
        values.put(name, value);
        return this;
    }

    Fields text(String name, Optional<String> value) {
        return optional(name, value);
    }

    Fields number(String name, long value) {
        values.put(name, value);
        return this;
    }

    Fields flag(String name, boolean value) {
        values.put(name, value);
        return this;
    }

    Fields bytes(String name, byte[] value) {
        values.put(name, Blob.fromBytes(value));
        return this;
    }

    /** Adds an instant as text, since a timestamp of Firestore is cut to microseconds. */
    Fields instant(String name, Instant value) {
        return text(name, value.toString());
    }

    Fields instant(String name, Optional<Instant> value) {
        return optional(name, value.map(Instant::toString));
    }

    /** Adds the time at which a time to live deletes the document, if it does. */
    Fields expires(Optional<Instant> at) {
        return optional(
                FirestoreCollections.EXPIRES,
                at.map(moment -> Timestamp.ofTimeSecondsAndNanos(moment.getEpochSecond(), moment.getNano())));
    }

    Fields list(String name, List<?> value) {
        values.put(name, List.copyOf(value));
        return this;
    }

    /** Adds a map as a list of names and values, since not every name can be a field name. */
    Fields texts(String name, Map<String, String> value) {
        List<String> flat = new ArrayList<>();
        value.forEach((key, text) -> {
            flat.add(key);
            flat.add(text);
        });
        return list(name, flat);
    }

    private Fields optional(String name, Optional<?> value) {
        values.put(name, value.isPresent() ? value.get() : FieldValue.delete());
        return this;
    }

    /** The fields to update an existing document. */
    Map<String, Object> update() {
        return Map.copyOf(values);
    }

    /** The fields to create a document. */
    Map<String, Object> create() {
        Map<String, Object> present = new HashMap<>(values);
        present.values().removeIf(FieldValue.class::isInstance);
        return present;
    }
}

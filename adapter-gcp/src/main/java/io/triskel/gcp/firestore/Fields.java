package io.triskel.gcp.firestore;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.Blob;
import com.google.cloud.firestore.FieldValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All fields that a document is to have. Those that it is not to have are named too, since an update keeps the rest. */
final class Fields {
    private final Map<String, Object> values = new HashMap<>();

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

    /** As text: a timestamp of Firestore is cut to microseconds. */
    Fields instant(String name, Instant value) {
        return text(name, value.toString());
    }

    Fields instant(String name, Optional<Instant> value) {
        return optional(name, value.map(Instant::toString));
    }

    /** When a time to live deletes the document, if it does. */
    Fields expires(Optional<Instant> at) {
        return optional(
                FirestoreCollections.EXPIRES,
                at.map(moment -> Timestamp.ofTimeSecondsAndNanos(moment.getEpochSecond(), moment.getNano())));
    }

    Fields list(String name, List<?> value) {
        values.put(name, List.copyOf(value));
        return this;
    }

    /** As a list of names and values: not every name could be a field's. */
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

    /** For a document that is there. */
    Map<String, Object> update() {
        return Map.copyOf(values);
    }

    /** For a document that is new. */
    Map<String, Object> create() {
        Map<String, Object> present = new HashMap<>(values);
        present.values().removeIf(FieldValue.class::isInstance);
        return present;
    }
}

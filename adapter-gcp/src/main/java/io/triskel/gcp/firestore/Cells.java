package io.triskel.gcp.firestore;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.Blob;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.WriteBatch;
import io.triskel.store.StoredFormat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * All fields of a document to write, with the {@linkplain StoredFormat version of its form}, and further writes of the
 * same commit. Includes absent optional fields, since an update keeps fields that it does not name.
 */
final class Cells {
    private final Map<String, Object> values = new HashMap<>();
    private Consumer<WriteBatch> along = batch -> {};

    Cells() {
        number(StoredFormat.NAME, StoredFormat.CURRENT);
    }

    Cells text(String name, String value) {
        values.put(name, value);
        return this;
    }

    Cells text(String name, Optional<String> value) {
        return optional(name, value);
    }

    Cells number(String name, long value) {
        values.put(name, value);
        return this;
    }

    Cells flag(String name, boolean value) {
        values.put(name, value);
        return this;
    }

    Cells bytes(String name, byte[] value) {
        values.put(name, Blob.fromBytes(value));
        return this;
    }

    /** Adds an instant as text, since Firestore cuts timestamps to microseconds. */
    Cells instant(String name, Instant value) {
        return text(name, value.toString());
    }

    Cells instant(String name, Optional<Instant> value) {
        return optional(name, value.map(Instant::toString));
    }

    /** Adds the time at which a time to live deletes the document, if any. */
    Cells expires(Optional<Instant> at) {
        return optional(
                FirestoreCollections.EXPIRES,
                at.map(moment -> Timestamp.ofTimeSecondsAndNanos(moment.getEpochSecond(), moment.getNano())));
    }

    Cells list(String name, List<?> value) {
        values.put(name, List.copyOf(value));
        return this;
    }

    /** Adds a map as a list of names and values, since not every name can be a field name. */
    Cells texts(String name, Map<String, String> value) {
        List<String> flat = new ArrayList<>();
        value.forEach((key, text) -> {
            flat.add(key);
            flat.add(text);
        });
        return list(name, flat);
    }

    /** Adds further writes to the commit of this document. */
    Cells along(Consumer<WriteBatch> writes) {
        along = writes;
        return this;
    }

    Consumer<WriteBatch> along() {
        return along;
    }

    private Cells optional(String name, Optional<?> value) {
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

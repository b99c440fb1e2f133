package io.triskel.local.gcp.firestore;

import com.google.firestore.v1.Document;
import com.google.firestore.v1.Value;
import io.triskel.local.gcp.wire.Refusal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Computes the size of a transaction: its documents, deleted ones at their last size, and the index entries that it
 * writes or removes. "Even if the batch contains less than 500 document IDs, if the total doc size and index entries
 * are over 10MB this could happen" (firebase-tools#1036; sizes of entries: Firestore documentation, "Storage size
 * calculations").
 */
final class TransactionSize {
    private static final long MOST_BYTES = 10 << 20;
    private static final int ENTRY_BYTES = 32;

    /** "Maximum size of an indexed field value: 1500 bytes" (Firestore documentation, "Quotas and limits"). */
    private static final int INDEXED_BYTES = 1500;

    private TransactionSize() {}

    /** Rejects writes that are too large together. */
    static void check(WritePlan plan, IndexExemptions exemptions) {
        long bytes = 0;
        for (Map.Entry<String, Optional<Document>> write : plan.before().entrySet()) {
            Optional<Document> before = write.getValue();
            Optional<Document> after = plan.after().getOrDefault(write.getKey(), Optional.empty());
            bytes += after.or(() -> before).map(DocumentLimits::size).orElse(0);
            bytes += changedEntries(write.getKey(), indexed(before, exemptions), indexed(after, exemptions));
        }
        Refusal.unless(bytes <= MOST_BYTES, "Transaction too big. Decrease transaction size.");
    }

    private static long changedEntries(String name, Map<String, Value> before, Map<String, Value> after) {
        long bytes = 0;
        for (Map.Entry<String, Value> field : before.entrySet()) {
            if (!field.getValue().equals(after.get(field.getKey()))) {
                bytes += entries(name, field.getKey(), field.getValue());
            }
        }
        for (Map.Entry<String, Value> field : after.entrySet()) {
            if (!field.getValue().equals(before.get(field.getKey()))) {
                bytes += entries(name, field.getKey(), field.getValue());
            }
        }
        return bytes;
    }

    /** An ascending and a descending entry, and one for each element of an array. */
    private static long entries(String name, String path, Value value) {
        long each = (long) DocumentName.size(name) + parentBytes(name) + DocumentName.bytes(path) + 1 + ENTRY_BYTES;
        long bytes = 2 * (each + indexedBytes(value));
        for (Value element : value.getArrayValue().getValuesList()) {
            bytes += each + indexedBytes(element);
        }
        return bytes;
    }

    private static int parentBytes(String name) {
        String collection = DocumentName.collection(name);
        String parent = DocumentName.collection(collection);
        return parent.endsWith("/documents") ? 0 : DocumentName.size(parent);
    }

    private static int indexedBytes(Value value) {
        return Math.min(DocumentLimits.size(value), INDEXED_BYTES);
    }

    private static Map<String, Value> indexed(Optional<Document> document, IndexExemptions exemptions) {
        Map<String, Value> fields = new HashMap<>();
        document.ifPresent(there -> collect(
                there.getFieldsMap(),
                DocumentName.id(DocumentName.collection(there.getName())),
                "",
                exemptions,
                fields));
        return fields;
    }

    private static void collect(
            Map<String, Value> fields,
            String collection,
            String prefix,
            IndexExemptions exemptions,
            Map<String, Value> into) {
        fields.forEach((field, value) -> {
            String path = prefix + field;
            if (!exemptions.isExempt(collection, path)) {
                into.put(path, value);
                collect(value.getMapValue().getFieldsMap(), collection, path + ".", exemptions, into);
            }
        });
    }
}

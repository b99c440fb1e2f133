package io.triskel.local.gcp.firestore;

import com.google.firestore.v1.Document;
import com.google.firestore.v1.Value;
import java.util.Map;

/** The bytes that the service stores of a document, with its index entries (Firestore, "Storage size calculations"). */
final class StorageSize {
    private static final int ENTRY = 32;

    private StorageSize() {}

    static long of(Document document, IndexExemptions exemptions) {
        String collection = DocumentName.collection(document.getName());
        String parent = DocumentName.collection(collection);
        int names = DocumentName.size(document.getName()) + DocumentName.size(parent) + ENTRY;
        return DocumentLimits.size(document)
                + entries(document.getFieldsMap(), DocumentName.id(collection), "", exemptions, names);
    }

    /** An ascending and a descending entry per field that is not exempt, and one per element of an array. */
    private static long entries(
            Map<String, Value> fields, String collection, String prefix, IndexExemptions exemptions, int names) {
        long bytes = 0;
        for (Map.Entry<String, Value> field : fields.entrySet()) {
            String path = prefix + field.getKey();
            if (exemptions.isExempt(collection, path)) {
                continue;
            }
            Value value = field.getValue();
            int entry = names + DocumentName.bytes(path) + 1;
            bytes += 2L * (entry + DocumentLimits.size(value));
            if (value.hasMapValue()) {
                bytes += entries(value.getMapValue().getFieldsMap(), collection, path + ".", exemptions, names);
            } else if (value.hasArrayValue()) {
                bytes += value.getArrayValue().getValuesList().stream()
                        .distinct()
                        .mapToLong(element -> entry + DocumentLimits.size(element))
                        .sum();
            }
        }
        return bytes;
    }
}

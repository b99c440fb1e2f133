package io.triskel.local.gcp.firestore;

import com.google.firestore.v1.Document;
import com.google.firestore.v1.Value;
import io.triskel.local.gcp.wire.Refusal;
import java.util.Map;

/** The limits of a document (Firestore documentation, "Quotas and limits" and "Storage size calculations"). */
final class DocumentLimits {
    static final int REQUEST_BYTES = 10 << 20;

    private static final int DOCUMENT_BYTES = 1 << 20;
    private static final int FIELD_NAME_BYTES = 1500;
    private static final int DEPTH = 20;
    private static final int INDEX_ENTRIES = 40_000;

    private DocumentLimits() {}

    /** The size of a document. */
    static int size(Document document) {
        return DocumentName.size(document.getName()) + 32 + sizeOf(document.getFieldsMap(), 1);
    }

    /** The size of a field's value. */
    static int size(Value value) {
        return sizeOf(value, 1);
    }

    /** Rejects a document that the service would reject. */
    static void check(Document document, IndexExemptions exemptions) {
        int size = size(document);
        Refusal.unless(
                size <= DOCUMENT_BYTES,
                "Document '" + document.getName() + "' cannot be written because its size (" + size
                        + " bytes) exceeds the maximum allowed size of 1,048,576 bytes.");
        long entries = entriesOf(document, exemptions);
        Refusal.unless(
                entries <= INDEX_ENTRIES,
                "too many index entries for entity " + document.getName() + ": " + entries + ", at most 40000");
    }

    /**
     * The index entries of a document: an ascending and a descending one for every field that is not exempt, and one
     * more for each array element.
     */
    static long entriesOf(Document document, IndexExemptions exemptions) {
        String collection = DocumentName.id(DocumentName.collection(document.getName()));
        return entries(document.getFieldsMap(), collection, "", exemptions);
    }

    private static long entries(
            Map<String, Value> fields, String collection, String prefix, IndexExemptions exemptions) {
        long entries = 0;
        for (Map.Entry<String, Value> field : fields.entrySet()) {
            String path = prefix + field.getKey();
            if (exemptions.isExempt(collection, path)) {
                continue;
            }
            Value value = field.getValue();
            entries += 2;
            if (value.hasMapValue()) {
                entries += entries(value.getMapValue().getFieldsMap(), collection, path + ".", exemptions);
            } else if (value.hasArrayValue()) {
                entries += value.getArrayValue().getValuesList().stream()
                        .distinct()
                        .count();
            }
        }
        return entries;
    }

    private static int sizeOf(Map<String, Value> fields, int depth) {
        Refusal.unless(depth <= DEPTH, "A document has at most 20 levels of maps and arrays");
        int size = 0;
        for (Map.Entry<String, Value> field : fields.entrySet()) {
            int name = DocumentName.bytes(field.getKey());
            Refusal.unless(
                    name > 0 && name <= FIELD_NAME_BYTES, "The name of a field has 1 to 1500 bytes: " + field.getKey());
            size += name + 1 + sizeOf(field.getValue(), depth);
        }
        return size;
    }

    private static int sizeOf(Value value, int depth) {
        return switch (value.getValueTypeCase()) {
            case NULL_VALUE, BOOLEAN_VALUE -> 1;
            case INTEGER_VALUE, DOUBLE_VALUE, TIMESTAMP_VALUE -> 8;
            case STRING_VALUE -> value.getStringValueBytes().size() + 1;
            case BYTES_VALUE -> value.getBytesValue().size();
            case REFERENCE_VALUE -> DocumentName.size(value.getReferenceValue());
            case GEO_POINT_VALUE -> 16;
            case ARRAY_VALUE ->
                value.getArrayValue().getValuesList().stream()
                        .mapToInt(element -> sizeOf(element, depth + 1))
                        .sum();
            default -> sizeOf(value.getMapValue().getFieldsMap(), depth + 1);
        };
    }
}

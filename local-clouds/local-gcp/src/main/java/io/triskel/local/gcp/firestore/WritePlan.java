package io.triskel.local.gcp.firestore;

import com.google.firestore.v1.Document;
import com.google.firestore.v1.DocumentTransform.FieldTransform;
import com.google.firestore.v1.Precondition;
import com.google.firestore.v1.Value;
import com.google.firestore.v1.Write;
import com.google.firestore.v1.WriteResult;
import com.google.protobuf.Timestamp;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.triskel.local.gcp.wire.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes to execute together or not at all: each document's next content, with nothing changed yet. */
final class WritePlan {
    private final StoredDocuments documents;
    private final IndexExemptions exemptions;
    private final Timestamp now;
    private final Map<String, Optional<Document>> before = new LinkedHashMap<>();
    private final Map<String, Optional<Document>> after = new HashMap<>();
    private final List<WriteResult> results = new ArrayList<>();

    private WritePlan(StoredDocuments documents, IndexExemptions exemptions, Timestamp now) {
        this.documents = documents;
        this.exemptions = exemptions;
        this.now = now;
    }

    /**
     * @throws StatusRuntimeException if a precondition does not hold, or a document or the whole commit would be too
     * large
     */
    static WritePlan of(List<Write> writes, StoredDocuments documents, IndexExemptions exemptions, Timestamp now) {
        WritePlan plan = new WritePlan(documents, exemptions, now);
        writes.forEach(plan::add);
        TransactionSize.check(plan, exemptions);
        return plan;
    }

    /** The written documents, in their current state. */
    Map<String, Optional<Document>> before() {
        return before;
    }

    /** The written documents, in their next state. */
    Map<String, Optional<Document>> after() {
        return after;
    }

    List<WriteResult> results() {
        return results;
    }

    /** Executes the writes. */
    void carryOut() {
        documents.checkRoom(after.values().stream()
                .flatMap(Optional::stream)
                .mapToLong(Document::getSerializedSize)
                .sum());
        before.forEach((name, old) -> after.getOrDefault(name, Optional.empty())
                .ifPresentOrElse(documents::put, () -> old.ifPresent(documents::remove)));
    }

    private void add(Write write) {
        String name = DocumentName.checked(nameOf(write));
        Optional<Document> current = current(name);
        if (write.hasCurrentDocument()) {
            check(write.getCurrentDocument(), name, current);
        }
        if (write.hasDelete()) {
            after.put(name, Optional.empty());
            results.add(WriteResult.getDefaultInstance());
            return;
        }
        Map<String, Value> fields = new HashMap<>(fields(write, current));
        List<FieldTransform> transforms =
                write.hasTransform() ? write.getTransform().getFieldTransformsList() : write.getUpdateTransformsList();
        List<Value> transformed = FieldTransforms.apply(transforms, fields, now);
        Document document = Document.newBuilder()
                .setName(name)
                .putAllFields(fields)
                .setCreateTime(current.map(Document::getCreateTime).orElse(now))
                .setUpdateTime(now)
                .build();
        // "If the write did not actually change the document, this will be the previous update_time" (WriteResult).
        boolean same = current.filter(old -> old.getFieldsMap().equals(fields)).isPresent();
        Document written = same ? current.orElseThrow() : document;
        DocumentLimits.check(written, exemptions);
        after.put(name, Optional.of(written));
        results.add(WriteResult.newBuilder()
                .setUpdateTime(written.getUpdateTime())
                .addAllTransformResults(transformed)
                .build());
    }

    private static Map<String, Value> fields(Write write, Optional<Document> current) {
        Map<String, Value> old = current.map(Document::getFieldsMap).orElse(Map.of());
        if (write.hasTransform()) {
            return old;
        }
        Map<String, Value> given = write.getUpdate().getFieldsMap();
        if (!write.hasUpdateMask()) {
            return given;
        }
        Map<String, Value> merged = new HashMap<>(old);
        for (String path : write.getUpdateMask().getFieldPathsList()) {
            FieldPath field = FieldPath.of(path);
            field.set(merged, field.in(given));
        }
        return merged;
    }

    /** The document after earlier writes of the same plan. */
    private Optional<Document> current(String name) {
        Optional<Document> stored = before.computeIfAbsent(name, documents::get);
        return after.getOrDefault(name, stored);
    }

    private static String nameOf(Write write) {
        return switch (write.getOperationCase()) {
            case UPDATE -> write.getUpdate().getName();
            case DELETE -> write.getDelete();
            case TRANSFORM -> write.getTransform().getDocument();
            default -> throw Refusal.invalid("A write without an operation");
        };
    }

    private static void check(Precondition precondition, String name, Optional<Document> current) {
        if (precondition.hasExists() && precondition.getExists() && current.isEmpty()) {
            throw refusal(Status.NOT_FOUND, "No document to update: " + name);
        }
        if (precondition.hasExists() && !precondition.getExists() && current.isPresent()) {
            throw refusal(Status.ALREADY_EXISTS, "Document already exists: " + name);
        }
        if (precondition.hasUpdateTime()
                && current.filter(document -> document.getUpdateTime().equals(precondition.getUpdateTime()))
                        .isEmpty()) {
            throw refusal(
                    Status.FAILED_PRECONDITION,
                    "the stored version (" + current.map(Document::getUpdateTime) + ") does not match the required"
                            + " base version (" + precondition.getUpdateTime() + ")");
        }
    }

    private static StatusRuntimeException refusal(Status status, String message) {
        return status.withDescription(message).asRuntimeException();
    }
}

package io.triskel.gcp.firestore;

import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.WriteBatch;
import io.triskel.event.PortException;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Bodies of parked events. A Pub/Sub message has up to 10 MB and a document 1 MiB, so a large body is stored in
 * separate documents next to the event's, without a place in the sequence. A commit can have 10 MiB and so writes all
 * of them. They stay in place when the event is discarded.
 */
final class ParkedBodies {
    /** Leaves room in a document for a message's attributes, which have up to 128 KiB (Pub/Sub, "Quotas and limits"). */
    private static final int PART_BYTES = 768 * 1024;

    private static final String BODY = "body";
    private static final String PART = "part";
    private static final String PARTS = "parts";
    private static final String PARTS_AT = "partsAt";

    private final DocumentCollection documents;

    ParkedBodies(DocumentCollection documents) {
        this.documents = documents;
    }

    /** Adds a new event's body to its fields; returns the writes of its parts. */
    Consumer<WriteBatch> put(byte[] body, DocumentReference event, Cells fields) {
        if (body.length <= PART_BYTES) {
            fields.bytes(BODY, body);
            return batch -> {};
        }
        int parts = (body.length + PART_BYTES - 1) / PART_BYTES;
        // A new name, since parts of a discarded event of the same id may still exist.
        String at = event.getPath() + "~" + UUID.randomUUID();
        refer(at, parts, fields);
        return batch -> IntStream.range(0, parts).forEach(i -> {
            int from = i * PART_BYTES;
            byte[] part = Arrays.copyOfRange(body, from, Math.min(from + PART_BYTES, body.length));
            batch.create(part(at, i), new Cells().bytes(PART, part).create());
        });
    }

    /** Adds a stored event's body to the fields that replace or copy it. */
    void keep(Stored event, Cells fields) {
        if (event.has(PARTS)) {
            refer(event.text(PARTS_AT), event.number(PARTS), fields);
        } else {
            fields.bytes(BODY, event.bytes(BODY));
        }
    }

    private static void refer(String at, long parts, Cells fields) {
        fields.bytes(BODY, new byte[0]).text(PARTS_AT, at).number(PARTS, parts);
    }

    /** The whole body of a stored event. */
    byte[] of(Stored event) {
        if (!event.has(PARTS)) {
            return event.bytes(BODY);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Optional<Stored> part : documents.getAll(parts(event))) {
            body.writeBytes(part.orElseThrow(() -> new PortException("A part of the parked event "
                            + event.text(PARTS_AT) + " is gone: the event was removed meanwhile; read again"))
                    .bytes(PART));
        }
        return body.toByteArray();
    }

    void delete(Stored event, WriteBatch batch) {
        parts(event).forEach(batch::delete);
    }

    void expire(Stored event, Instant at, WriteBatch batch) {
        parts(event)
                .forEach(part ->
                        batch.update(part, new Cells().expires(Optional.of(at)).update()));
    }

    private List<DocumentReference> parts(Stored event) {
        if (!event.has(PARTS)) {
            return List.of();
        }
        String at = event.text(PARTS_AT);
        return IntStream.range(0, Math.toIntExact(event.number(PARTS)))
                .mapToObj(i -> part(at, i))
                .toList();
    }

    private DocumentReference part(String at, int number) {
        return documents.document(at + "~" + number);
    }
}

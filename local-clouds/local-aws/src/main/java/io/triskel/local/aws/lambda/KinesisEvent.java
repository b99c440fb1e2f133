package io.triskel.local.aws.lambda;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.local.aws.kinesis.KinesisRecord;
import io.triskel.local.aws.kinesis.KinesisStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Writes the event of a batch for a function, and reads the function's answer. */
final class KinesisEvent {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The maximum of bytes of a record in an event in addition to key and data. */
    private static final int RECORD_OVERHEAD = 600;

    private KinesisEvent() {}

    /** The maximum of bytes of this record in an event. */
    static int sizeOf(KinesisRecord record) {
        return record.data().length / 3 * 4 + 4 + record.partitionKey().length() * 3 + RECORD_OVERHEAD;
    }

    /**
     * The event for a batch.
     *
     * @param records none for the final invocation of a window
     */
    static byte[] of(
            KinesisStream stream, String shardId, List<KinesisRecord> records, Optional<TumblingWindow> window) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeArrayFieldStart("Records");
            for (KinesisRecord record : records) {
                write(json, stream, shardId, record);
            }
            json.writeEndArray();
            if (window.isPresent()) {
                write(json, stream, shardId, window.get(), records.isEmpty());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory cannot fail", e);
        }
        return bytes.toByteArray();
    }

    private static void write(
            JsonGenerator json, KinesisStream stream, String shardId, TumblingWindow window, boolean last)
            throws IOException {
        json.writeObjectFieldStart("window");
        json.writeStringField("start", window.start().toString());
        json.writeStringField("end", window.end().toString());
        json.writeEndObject();
        json.writeFieldName("state");
        JSON.writeTree(json, window.state());
        json.writeStringField("shardId", shardId);
        json.writeStringField("eventSourceARN", stream.arn());
        json.writeBooleanField("isFinalInvokeForWindow", last);
        json.writeBooleanField("isWindowTerminatedEarly", last && window.isTooLarge());
    }

    /** The state in a function's answer; with windows, an answer without state is a failed invocation. */
    static Optional<JsonNode> state(byte[] answer) {
        try {
            return Optional.of(JSON.readTree(answer).path("state")).filter(JsonNode::isObject);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads a function's answer.
     *
     * @return the index of the first record to retry; the batch's size if there is none; 0 also for an invalid answer,
     * which the service treats as a complete failure
     */
    static int firstFailure(KinesisStream stream, List<KinesisRecord> records, byte[] answer) {
        JsonNode failures;
        try {
            failures = JSON.readTree(answer).path("batchItemFailures");
        } catch (IOException e) {
            return 0;
        }
        int first = records.size();
        for (JsonNode failure : failures) {
            OptionalInt index = indexOf(stream, records, failure.path("itemIdentifier"));
            if (index.isEmpty()) {
                return 0;
            }
            first = Math.min(first, index.getAsInt());
        }
        return first;
    }

    private static OptionalInt indexOf(KinesisStream stream, List<KinesisRecord> records, JsonNode identifier) {
        for (int i = 0; i < records.size(); i++) {
            if (identifier.isTextual()
                    && stream.sequenceNumber(records.get(i).ordinal()).equals(identifier.textValue())) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    private static void write(JsonGenerator json, KinesisStream stream, String shardId, KinesisRecord record)
            throws IOException {
        String number = stream.sequenceNumber(record.ordinal());
        json.writeStartObject();
        json.writeObjectFieldStart("kinesis");
        json.writeStringField("kinesisSchemaVersion", "1.0");
        json.writeStringField("partitionKey", record.partitionKey());
        json.writeStringField("sequenceNumber", number);
        json.writeBinaryField("data", record.data());
        json.writeNumberField("approximateArrivalTimestamp", record.arrivedAt().toEpochMilli() / 1000.0);
        json.writeEndObject();
        json.writeStringField("eventSource", "aws:kinesis");
        json.writeStringField("eventVersion", "1.0");
        json.writeStringField("eventID", shardId + ":" + number);
        json.writeStringField("eventName", "aws:kinesis:record");
        json.writeStringField("invokeIdentityArn", "arn:aws:iam::000000000000:role/local");
        json.writeStringField("awsRegion", "us-east-1");
        json.writeStringField("eventSourceARN", stream.arn());
        json.writeEndObject();
    }
}

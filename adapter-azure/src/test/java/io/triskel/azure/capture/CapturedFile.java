package io.triskel.azure.capture;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** A file as Event Hubs Capture writes it by its documentation, made by Avro's own writer: a second opinion beside the stand-in. */
final class CapturedFile {
    /** As the documentation prints it. */
    private static final Schema SCHEMA = new Schema.Parser().parse("""
                    {"type": "record", "name": "EventData", "namespace": "Microsoft.ServiceBus.Messaging", "fields": [
                        {"name": "SequenceNumber", "type": "long"},
                        {"name": "Offset", "type": "string"},
                        {"name": "EnqueuedTimeUtc", "type": "string"},
                        {"name": "SystemProperties", "type": {"type": "map", "values": ["long", "double", "string", "bytes"]}},
                        {"name": "Properties", "type": {"type": "map", "values": ["long", "double", "string", "bytes", "null"]}},
                        {"name": "Body", "type": ["null", "bytes"]}
                    ]}
                    """);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataFileWriter<GenericRecord> writer =
            new DataFileWriter<>(new GenericDatumWriter<GenericRecord>(SCHEMA));
    private long number;

    private CapturedFile(CodecFactory codec) {
        try {
            writer.setCodec(codec).create(SCHEMA, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static CapturedFile plain() {
        return new CapturedFile(CodecFactory.nullCodec());
    }

    static CapturedFile compressed() {
        return new CapturedFile(CodecFactory.deflateCodec(6));
    }

    /** An event with these properties, nulls among them. */
    CapturedFile add(Map<String, ?> system, Map<String, ?> properties, byte @Nullable [] body) {
        GenericRecord event = new GenericData.Record(SCHEMA);
        event.put("SequenceNumber", number);
        event.put("Offset", String.valueOf(64 * number));
        event.put("EnqueuedTimeUtc", "11/25/2026 1:02:03 PM");
        event.put("SystemProperties", avro(system));
        event.put("Properties", avro(properties));
        event.put("Body", body == null ? null : ByteBuffer.wrap(body));
        number++;
        try {
            writer.append(event);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Ends the block of what was added before. */
    CapturedFile block() {
        try {
            writer.sync();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    byte[] bytes() {
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static Map<String, Object> avro(Map<String, ?> values) {
        Map<String, Object> avro = new HashMap<>();
        values.forEach((name, value) ->
                avro.put(name, value instanceof byte[] octets ? ByteBuffer.wrap(octets) : value));
        return avro;
    }
}

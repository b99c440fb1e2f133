package io.triskel.azure.capture;

import io.triskel.archive.ArchivedEvent;
import io.triskel.archive.ArchivedEvents;
import io.triskel.archive.AvroBlocks;
import io.triskel.archive.AvroEvents;
import io.triskel.azure.eventhubs.AmqpBinding;
import io.triskel.codec.WireEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** The events of one captured file. */
final class CapturedEvents {
    private static final String BODY = "Body";
    private static final String PROPERTIES = "Properties";
    private static final String SYSTEM_PROPERTIES = "SystemProperties";
    private static final String PARTITION_KEY = "x-opt-partition-key";

    private CapturedEvents() {}

    static ArchivedEvents read(AvroBlocks blocks) throws IOException {
        // The reader is not closed here: its only resource is the stream, which the caller closes.
        DataFileStream<GenericRecord> records = open(blocks);
        Schema schema = records.getSchema();
        if (schema.getType() != Schema.Type.RECORD
                || schema.getField(BODY) == null
                || schema.getField(PROPERTIES) == null) {
            throw new IOException(
                    "the file was not written by Event Hubs Capture: it has records named " + schema.getName());
        }
        return new AvroEvents<>(blocks, records, CapturedEvents::event);
    }

    private static DataFileStream<GenericRecord> open(AvroBlocks blocks) throws IOException {
        try {
            return new DataFileStream<>(blocks, new GenericDatumReader<>());
        } catch (IOException | RuntimeException e) {
            throw blocks.notBegun(e);
        }
    }

    private static ArchivedEvent event(int number, GenericRecord record) {
        Map<String, Object> system = map(record, SYSTEM_PROPERTIES);
        WireEvent wire = AmqpBinding.wire(AmqpBinding.contentType(system), map(record, PROPERTIES), body(record));
        return new ArchivedEvent(number, wire, AmqpBinding.key(wire, Optional.ofNullable(text(system, PARTITION_KEY))));
    }

    private static byte[] body(GenericRecord record) {
        Object body = plain(record.get(BODY));
        if (body instanceof byte[] bytes) {
            return bytes;
        }
        return body == null ? new byte[0] : body.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, Object> map(GenericRecord record, String field) {
        Map<String, Object> map = new HashMap<>();
        if (record.hasField(field) && record.get(field) instanceof Map<?, ?> values) {
            values.forEach((name, value) -> {
                Object plain = plain(value);
                if (plain != null) {
                    map.put(name.toString(), plain);
                }
            });
        }
        return map;
    }

    private static @Nullable String text(Map<String, Object> system, String name) {
        Object value = system.get(name);
        return value == null ? null : value.toString();
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        }
        return value instanceof CharSequence text ? text.toString() : value;
    }
}

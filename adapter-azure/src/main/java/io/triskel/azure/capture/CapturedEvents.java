package io.triskel.azure.capture;

import io.triskel.archive.ArchivedEvent;
import io.triskel.archive.ArchivedEvents;
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
final class CapturedEvents implements ArchivedEvents {
    private static final String BODY = "Body";
    private static final String PROPERTIES = "Properties";
    private static final String SYSTEM_PROPERTIES = "SystemProperties";
    private static final String PARTITION_KEY = "x-opt-partition-key";
    private static final String CONTENT_TYPE = "content-type";

    private final AvroBlocks blocks;
    private final DataFileStream<GenericRecord> records;
    private int number;

    private CapturedEvents(AvroBlocks blocks, DataFileStream<GenericRecord> records) {
        this.blocks = blocks;
        this.records = records;
    }

    static CapturedEvents read(AvroBlocks blocks) throws IOException {
        // Not closed here: it holds nothing but the stream, which belongs to who opened it.
        DataFileStream<GenericRecord> records = open(blocks);
        Schema schema = records.getSchema();
        if (schema.getType() != Schema.Type.RECORD
                || schema.getField(BODY) == null
                || schema.getField(PROPERTIES) == null) {
            throw new IOException("it was not written by Event Hubs Capture: it has records named " + schema.getName());
        }
        return new CapturedEvents(blocks, records);
    }

    private static DataFileStream<GenericRecord> open(AvroBlocks blocks) throws IOException {
        try {
            return new DataFileStream<>(blocks, new GenericDatumReader<>());
        } catch (IOException | RuntimeException e) {
            throw blocks.trouble().orElseGet(() -> new IOException("its header is damaged: " + e.getMessage(), e));
        }
    }

    @Override
    public Optional<ArchivedEvent> next() throws IOException {
        try {
            if (records.hasNext()) {
                GenericRecord record = records.next();
                number++;
                return Optional.of(event(record));
            }
        } catch (RuntimeException e) {
            // Whatever comes of bytes that are not what the schema says.
            throw damaged(e);
        }
        if (blocks.trouble().isPresent()) {
            throw damaged(blocks.trouble().get());
        }
        if (number != blocks.records()) {
            throw damaged(new IOException("the next of " + blocks.records() + " records cannot be read"));
        }
        return Optional.empty();
    }

    private IOException damaged(Exception why) {
        String what = why.getMessage() == null ? why.toString() : why.getMessage();
        return new IOException("behind record " + number + ", " + what, why);
    }

    private ArchivedEvent event(GenericRecord record) {
        Map<String, Object> system = map(record, SYSTEM_PROPERTIES);
        WireEvent wire = AmqpBinding.wire(text(system, CONTENT_TYPE), map(record, PROPERTIES), body(record));
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

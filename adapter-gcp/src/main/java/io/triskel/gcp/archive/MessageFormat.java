package io.triskel.gcp.archive;

import io.triskel.archive.ArchiveFormat;
import io.triskel.archive.ArchivedEvent;
import io.triskel.archive.ArchivedEvents;
import io.triskel.archive.AvroBlocks;
import io.triskel.archive.AvroEvents;
import io.triskel.codec.WireEvent;
import io.triskel.gcp.pubsub.PubSubBinding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads the Avro files of a Cloud Storage subscription that writes metadata (Pub/Sub documentation, "Cloud Storage
 * subscriptions"), with events in the form of {@link PubSubBinding}, binary or structured. In a file without metadata
 * only structured events can be read, since binary ones have lost their attributes.
 *
 * <p>One block of a file is in memory at a time, 32 MiB at most. A damaged or truncated file is read up to the damage.
 */
public final class MessageFormat implements ArchiveFormat {
    private static final String DATA = "data";
    private static final String ATTRIBUTES = "attributes";

    /** The subscription puts the ordering key among the attributes, under this name. */
    private static final String ORDERING_KEY = "ordering_key";

    @Override
    public ArchivedEvents read(InputStream content) throws IOException {
        AvroBlocks blocks = new AvroBlocks(content);
        // The reader is not closed here: its only resource is the stream, which the caller closes.
        DataFileStream<GenericRecord> records = open(blocks);
        Schema schema = records.getSchema();
        if (schema.getType() != Schema.Type.RECORD || schema.getField(DATA) == null) {
            throw new IOException("the file was not written by a Cloud Storage subscription: it has records named "
                    + schema.getName());
        }
        return new AvroEvents<>(blocks, records, MessageFormat::event);
    }

    private static DataFileStream<GenericRecord> open(AvroBlocks blocks) throws IOException {
        try {
            return new DataFileStream<>(blocks, new GenericDatumReader<>());
        } catch (IOException | RuntimeException e) {
            throw blocks.notBegun(e);
        }
    }

    private static ArchivedEvent event(int number, GenericRecord record) {
        Map<String, String> attributes = attributes(record);
        String orderingKey = attributes.remove(ORDERING_KEY);
        WireEvent wire = PubSubBinding.wire(attributes, data(record.get(DATA)));
        return new ArchivedEvent(number, wire, PubSubBinding.key(wire, orderingKey));
    }

    private static Map<String, String> attributes(GenericRecord record) {
        Map<String, String> attributes = new HashMap<>();
        if (record.hasField(ATTRIBUTES) && record.get(ATTRIBUTES) instanceof Map<?, ?> values) {
            values.forEach((name, value) -> attributes.put(String.valueOf(name), String.valueOf(value)));
        }
        return attributes;
    }

    private static byte[] data(@Nullable Object data) {
        if (!(data instanceof ByteBuffer buffer)) {
            return new byte[0];
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}

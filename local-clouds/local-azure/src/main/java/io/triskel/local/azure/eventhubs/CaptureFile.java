package io.triskel.local.azure.eventhubs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;

/**
 * An unfinished Avro file, in the schema that Event Hubs Capture writes (Event Hubs documentation, "Explore captured
 * Avro files"). The file is next to the container until it is complete.
 */
final class CaptureFile {
    static final Schema SCHEMA = new Schema.Parser().parse("""
                    {"type":"record","name":"EventData","namespace":"Microsoft.ServiceBus.Messaging","fields":[
                      {"name":"SequenceNumber","type":"long"},
                      {"name":"Offset","type":"string"},
                      {"name":"EnqueuedTimeUtc","type":"string"},
                      {"name":"SystemProperties","type":{"type":"map","values":["long","double","string","bytes"]}},
                      {"name":"Properties","type":{"type":"map","values":["long","double","string","bytes","null"]}},
                      {"name":"Body","type":["null","bytes"]}]}
                    """);

    /** .NET's general time format, which captured files use. */
    private static final DateTimeFormatter ENQUEUED_TIME =
            DateTimeFormatter.ofPattern("M/d/yyyy h:mm:ss a", Locale.US).withZone(ZoneOffset.UTC);

    /** The annotations with their own fields in the schema. */
    private static final Set<String> FIELDS = Set.of("x-opt-sequence-number", "x-opt-offset", "x-opt-enqueued-time");

    private static final System.Logger LOG = System.getLogger(CaptureFile.class.getName());

    private final Path partial;
    private final DataFileWriter<GenericRecord> writer;

    CaptureFile(Path folder) {
        try {
            Files.createDirectories(folder);
            partial = Files.createTempFile(folder, "partial", ".tmp");
            writer = new DataFileWriter<GenericRecord>(new GenericDatumWriter<>(SCHEMA));
            writer.create(SCHEMA, partial.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot begin a file in " + folder, e);
        }
    }

    void add(StoredEvent event) {
        GenericRecord captured = new GenericData.Record(SCHEMA);
        captured.put("SequenceNumber", event.sequenceNumber());
        captured.put("Offset", event.offset());
        captured.put("EnqueuedTimeUtc", ENQUEUED_TIME.format(event.enqueuedTime()));
        Map<String, Object> system = avro(event.systemProperties());
        system.keySet().removeAll(FIELDS);
        captured.put("SystemProperties", system);
        captured.put("Properties", avro(event.properties()));
        captured.put("Body", ByteBuffer.wrap(event.body()));
        try {
            writer.append(captured);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + partial, e);
        }
    }

    /** Moves the file, so that a listing of the container shows it completely or not at all, as with blobs. */
    void moveTo(Path target) {
        try {
            writer.close();
            Files.createDirectories(target.resolve("..").normalize());
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + target, e);
        }
    }

    void discard() {
        try (writer) {
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "Cannot remove " + partial, e);
        }
    }

    private static Map<String, Object> avro(Map<String, Object> properties) {
        Map<String, Object> values = new HashMap<>();
        properties.forEach((name, value) -> values.put(name, avro(value)));
        return values;
    }

    private static Object avro(Object value) {
        if (value instanceof Double || value instanceof Float) {
            return ((Number) value).doubleValue();
        }
        if (value instanceof Number number) {
            return number.longValue();
        }
        if (value instanceof byte[] bytes) {
            return ByteBuffer.wrap(bytes);
        }
        return value instanceof Instant time ? ENQUEUED_TIME.format(time) : value.toString();
    }
}

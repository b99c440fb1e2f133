package io.triskel.local.gcp.pubsub;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;

/**
 * Messages as an Avro file. With metadata "the subscription name, message_id, and publish_time fields are put in their own fields while
 * all other message properties other than data (for example, an ordering_key, if present) are added as entries in the attributes map"
 * (CloudStorageConfig.AvroConfig).
 */
final class AvroMessages {
    private static final Schema DATA = new Schema.Parser().parse("""
            {"type": "record", "name": "PubsubMessage", "namespace": "com.google.pubsub", "fields": [
              {"name": "data", "type": "bytes"}]}
            """);
    private static final Schema WITH_METADATA = new Schema.Parser().parse("""
            {"type": "record", "name": "PubsubMessage", "namespace": "com.google.pubsub", "fields": [
              {"name": "subscription", "type": "string"},
              {"name": "message_id", "type": "string"},
              {"name": "publish_time", "type": {"type": "long", "logicalType": "timestamp-micros"}},
              {"name": "attributes", "type": {"type": "map", "values": "string"}},
              {"name": "data", "type": "bytes"}]}
            """);

    private AvroMessages() {}

    static void write(OutputStream out, String subscription, List<StoredMessage> messages, boolean metadata)
            throws IOException {
        Schema schema = metadata ? WITH_METADATA : DATA;
        try (DataFileWriter<GenericRecord> file = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            file.create(schema, out);
            for (StoredMessage message : messages) {
                GenericRecord entry = new GenericData.Record(schema);
                if (metadata) {
                    entry.put("subscription", subscription);
                    entry.put("message_id", message.message().getMessageId());
                    entry.put("publish_time", ChronoUnit.MICROS.between(Instant.EPOCH, message.publishedAt()));
                    entry.put("attributes", attributes(message));
                }
                entry.put("data", message.message().getData().asReadOnlyByteBuffer());
                file.append(entry);
            }
        }
    }

    private static Map<String, String> attributes(StoredMessage message) {
        Map<String, String> attributes = new TreeMap<>(message.message().getAttributesMap());
        if (!message.orderingKey().isEmpty()) {
            attributes.put("ordering_key", message.orderingKey());
        }
        return attributes;
    }
}

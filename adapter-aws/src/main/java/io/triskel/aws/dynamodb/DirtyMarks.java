package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.instant;
import static io.triskel.aws.dynamodb.Attributes.text;

import io.triskel.event.StreamId;
import io.triskel.outbox.Outbox;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** Marks commits that are not published yet, and finds their streams through an index of the marks. */
final class DirtyMarks {
    static final Map<String, String> NAMES = Map.of("#bucket", "bucket", "#due", "due");

    private final ItemTable table;

    DirtyMarks(ItemTable table) {
        this.table = table;
    }

    static String bucket(StreamId stream) {
        return Integer.toString(Outbox.bucketOf(stream));
    }

    /** Reads the index, which may lag and thus name streams without anything to publish. */
    List<StreamId> streams(int bucket, Instant now, int limit) {
        Set<StreamId> streams = new LinkedHashSet<>();
        Map<String, AttributeValue> start = Map.of();
        do {
            Map<String, AttributeValue> from = start;
            QueryResponse page = table.keys(
                    DynamoDbTables.DIRTY,
                    query -> query.keyConditionExpression("#bucket = :bucket AND #due <= :now")
                            .expressionAttributeNames(NAMES)
                            .expressionAttributeValues(
                                    Map.of(":bucket", text(Integer.toString(bucket)), ":now", instant(now)))
                            .exclusiveStartKey(from.isEmpty() ? null : from));
            for (Map<String, AttributeValue> item : page.items()) {
                if (streams.size() < limit) {
                    streams.add(new StreamId(text(item, "streamId")));
                }
            }
            start = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of();
        } while (!start.isEmpty() && streams.size() < limit);
        return List.copyOf(streams);
    }

    void remove(StreamId stream, long revision) {
        Map<String, String> names = new HashMap<>(NAMES);
        names.put("#stream", "streamId");
        table.update(update -> update.key(DynamoDbEventStore.key(stream, revision))
                .updateExpression("REMOVE #bucket, #due")
                .conditionExpression("attribute_exists(#stream)")
                .expressionAttributeNames(names));
    }
}

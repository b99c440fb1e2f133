package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.instant;
import static io.triskel.aws.dynamodb.Attributes.text;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Finds lanes through the indexes. An index may lag and name a lane that no longer belongs to it, so each row is read
 * from the table.
 */
final class LaneIndex {
    private final ItemTable table;

    LaneIndex(ItemTable table) {
        this.table = table;
    }

    /**
     * Rows of parked lanes of a bucket that are due, earliest first. The stream is lazy: a caller that stops early reads
     * no further rows.
     */
    Stream<LaneRow> due(String bucket, Instant now) {
        Map<String, AttributeValue> values = Map.of(":bucket", text(bucket), ":now", instant(now));
        return Stream.iterate(
                        Optional.of(due(values, Map.of())),
                        Optional::isPresent,
                        page -> page.filter(QueryResponse::hasLastEvaluatedKey)
                                .map(last -> due(values, last.lastEvaluatedKey())))
                .flatMap(Optional::stream)
                .flatMap(page -> page.items().stream())
                .flatMap(item -> table.get(key(item)).stream())
                .map(LaneRow::of)
                .filter(row -> row.entry().parked());
    }

    private QueryResponse due(Map<String, AttributeValue> values, Map<String, AttributeValue> start) {
        return table.keys(
                DynamoDbTables.DUE,
                query -> query.keyConditionExpression("#bucket = :bucket AND #due <= :now")
                        .expressionAttributeNames(Map.of("#bucket", "dueBucket", "#due", "due"))
                        .expressionAttributeValues(values)
                        .exclusiveStartKey(start.isEmpty() ? null : start));
    }

    /** Rows of parked lanes of a bucket after a digest, in order. A hundred rows are read in one request. */
    List<LaneRow> listed(String bucket, String after, int limit) {
        List<LaneRow> found = new ArrayList<>();
        Map<String, AttributeValue> start = Map.of();
        do {
            QueryResponse page = listed(bucket, after, limit - found.size(), start);
            List<Map<String, AttributeValue>> keys =
                    page.items().stream().map(LaneIndex::key).toList();
            Map<AttributeValue, LaneRow> rows = new HashMap<>();
            table.getAll(keys, LaneRow.ATTRIBUTES).forEach(item -> rows.put(item.get("part"), LaneRow.of(item)));
            keys.stream()
                    .flatMap(key -> Optional.ofNullable(rows.get(key.get("part"))).stream())
                    .filter(row -> row.entry().parked())
                    .forEach(found::add);
            start = page.hasLastEvaluatedKey() ? page.lastEvaluatedKey() : Map.of();
        } while (!start.isEmpty() && found.size() < limit);
        return found;
    }

    private QueryResponse listed(String bucket, String after, int limit, Map<String, AttributeValue> start) {
        return table.keys(
                DynamoDbTables.LANES,
                query -> query.keyConditionExpression("#bucket = :bucket AND #digest > :after")
                        .expressionAttributeNames(Map.of("#bucket", "laneBucket", "#digest", "digest"))
                        .expressionAttributeValues(Map.of(":bucket", text(bucket), ":after", text(after)))
                        .limit(limit)
                        .exclusiveStartKey(start.isEmpty() ? null : start));
    }

    private static Map<String, AttributeValue> key(Map<String, AttributeValue> item) {
        return Map.of("part", Attributes.required(item, "part"), "row", Attributes.required(item, "row"));
    }
}

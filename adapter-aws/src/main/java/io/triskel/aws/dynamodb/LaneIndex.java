package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.text;

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
     * Rows of parked lanes that an index names, in the index's order. The stream is lazy: a caller that stops early
     * reads no further rows.
     */
    Stream<LaneRow> rows(String index, String hash, String bucket, String range, AttributeValue bound, boolean after) {
        Map<String, AttributeValue> values = Map.of(":bucket", text(bucket), ":bound", bound);
        return Stream.iterate(
                        Optional.of(page(index, hash, range, values, after, Map.of())),
                        Optional::isPresent,
                        page -> page.filter(QueryResponse::hasLastEvaluatedKey)
                                .map(last -> page(index, hash, range, values, after, last.lastEvaluatedKey())))
                .flatMap(Optional::stream)
                .flatMap(page -> page.items().stream())
                .flatMap(item -> table
                        .get(Map.of("part", Attributes.required(item, "part"), "row", Attributes.required(item, "row")))
                        .stream())
                .map(LaneRow::of)
                .filter(row -> row.entry().parked());
    }

    private QueryResponse page(
            String index,
            String hash,
            String range,
            Map<String, AttributeValue> values,
            boolean after,
            Map<String, AttributeValue> start) {
        return table.keys(
                index,
                query -> query.keyConditionExpression(
                                "#bucket = :bucket AND #range " + (after ? ">" : "<=") + " :bound")
                        .expressionAttributeNames(Map.of("#bucket", hash, "#range", range))
                        .expressionAttributeValues(values)
                        .exclusiveStartKey(start.isEmpty() ? null : start));
    }
}

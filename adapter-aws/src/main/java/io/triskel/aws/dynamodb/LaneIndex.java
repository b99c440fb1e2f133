package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.text;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** Reads lanes by the indexes, which may lag and name too many, so each row is looked at as it is now. */
final class LaneIndex {
    private final Table table;

    LaneIndex(Table table) {
        this.table = table;
    }

    /** Rows of parked lanes that an index names, in its order; lazily, so that whoever has enough reads no more. */
    Stream<LaneRow> rows(String index, String hash, String bucket, String range, AttributeValue bound, boolean after) {
        Map<String, AttributeValue> values = Map.of(":bucket", text(bucket), ":bound", bound);
        return Stream.iterate(
                        Optional.of(page(index, hash, range, values, after, Map.of())),
                        Optional::isPresent,
                        page -> page.filter(QueryResponse::hasLastEvaluatedKey)
                                .map(last -> page(index, hash, range, values, after, last.lastEvaluatedKey())))
                .flatMap(Optional::stream)
                .flatMap(page -> page.items().stream())
                .flatMap(item -> table.get(Map.of("item", Attributes.required(item, "item"))).stream())
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
        return table.query(query -> query.indexName(index)
                .keyConditionExpression("#bucket = :bucket AND #range " + (after ? ">" : "<=") + " :bound")
                .expressionAttributeNames(Map.of("#bucket", hash, "#range", range))
                .expressionAttributeValues(values)
                .exclusiveStartKey(start.isEmpty() ? null : start));
    }
}

package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.bytes;
import static io.triskel.aws.dynamodb.Attributes.number;
import static io.triskel.aws.dynamodb.Attributes.text;

import io.triskel.projection.ReadModel;
import io.triskel.projection.ReadModel.Row;
import io.triskel.projection.ReadModel.RowPage;
import io.triskel.store.KeyForm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Rows of read models, one item each, in 16 partitions per table. Index keys are items beside the rows that only name a row: a
 * projection may have any number of indexes, and a query has to see every earlier write, which DynamoDB's global indexes do not
 * promise.
 */
public final class DynamoDbReadModel implements ReadModel {
    private final Table items;
    private final RowEntries entries;
    private final Supplier<String> stamps;

    /**
     * Makes no request yet.
     *
     * @param client closed by the caller
     * @param tables gives the table's name, {@link DynamoDbTables#rows()}
     */
    public DynamoDbReadModel(DynamoDbClient client, DynamoDbTables tables) {
        this(new Table(client, tables.rows()));
    }

    DynamoDbReadModel(Table items) {
        this.items = items;
        this.entries = new RowEntries(items);
        this.stamps = () -> UUID.randomUUID().toString();
    }

    @Override
    public Optional<Row> get(String table, String rowId) {
        return items.get(key(table, rowId)).map(DynamoDbReadModel::row);
    }

    @Override
    public boolean put(String table, Row row, long expectedVersion) {
        String stamp = stamps.get();
        entries.add(table, row, stamp);
        Optional<Map<String, AttributeValue>> old = items.exchangeAgain(put -> {
            put.item(item(table, row, stamp)).expressionAttributeNames(Map.of("#version", "version"));
            if (expectedVersion == 0) {
                put.conditionExpression("attribute_not_exists(#version)");
            } else {
                put.conditionExpression("#version = :expected")
                        .expressionAttributeValues(Map.of(":expected", number(expectedVersion)));
            }
        });
        if (old.isEmpty() && !isThere(table, row.id(), stamp)) {
            entries.remove(table, row, stamp);
            return false;
        }
        old.filter(there -> !there.isEmpty()).ifPresent(there -> removeEntries(table, there));
        return true;
    }

    /**
     * Whether a write whose condition failed is one's own that stands, as after a lost answer. What the row had before is not
     * known then, so entries of it stay; they name a row without their key, which readers pass over.
     */
    private boolean isThere(String table, String id, String stamp) {
        return items.get(key(table, id))
                .filter(there -> text(there, "stamp").equals(stamp))
                .isPresent();
    }

    @Override
    public RowPage query(String table, String index, String key, Optional<String> after, int limit) {
        List<Row> rows = new ArrayList<>();
        String position = after.map(RowEntries::position).orElse("");
        Set<String> ids = entries.ids(table, index, key, position, limit);
        while (!ids.isEmpty()) {
            for (String id : ids) {
                get(table, id)
                        .filter(row -> key.equals(row.indexKeys().get(index)))
                        .ifPresent(rows::add);
                position = RowEntries.position(id);
                if (rows.size() == limit) {
                    return new RowPage(rows, Optional.of(id));
                }
            }
            ids = entries.ids(table, index, key, position, limit);
        }
        return new RowPage(rows, Optional.empty());
    }

    @Override
    public RowPage page(String table, Optional<String> after, int limit) {
        List<Row> rows = new ArrayList<>();
        int first = after.map(token -> Integer.parseInt(token.substring(0, token.indexOf(':'))))
                .orElse(0);
        Optional<String> id = after.map(token -> token.substring(token.indexOf(':') + 1));
        for (int part = first; part < KeyForm.PARTS; part++) {
            boolean more;
            do {
                QueryResponse page = part(part(table, part), id, limit - rows.size());
                page.items().forEach(item -> rows.add(row(item)));
                more = page.hasLastEvaluatedKey();
                id = more ? Optional.of(text(page.lastEvaluatedKey(), "entry")) : Optional.empty();
                if (rows.size() == limit) {
                    return new RowPage(
                            rows, Optional.of(part + ":" + rows.get(limit - 1).id()));
                }
            } while (more);
        }
        return new RowPage(rows, Optional.empty());
    }

    @Override
    public int drop(String table, int limit) {
        int dropped = 0;
        for (int part = 0; part < KeyForm.PARTS && dropped < limit; part++) {
            List<Map<String, AttributeValue>> found;
            do {
                found = part(part(table, part), Optional.empty(), limit - dropped)
                        .items();
                for (Map<String, AttributeValue> item : found) {
                    items.delete(delete -> delete.key(key(table, text(item, "entry"))));
                    removeEntries(table, item);
                }
                dropped += found.size();
            } while (!found.isEmpty() && dropped < limit);
        }
        return dropped;
    }

    private void removeEntries(String table, Map<String, AttributeValue> item) {
        entries.remove(table, row(item), text(item, "stamp"));
    }

    private QueryResponse part(String part, Optional<String> after, int limit) {
        return items.query(query -> {
            query.consistentRead(true).limit(limit).expressionAttributeValues(Map.of(":part", text(part)));
            query.keyConditionExpression("#part = :part").expressionAttributeNames(Map.of("#part", "part"));
            after.ifPresent(id -> query.exclusiveStartKey(Map.of("part", text(part), "entry", text(id))));
        });
    }

    private static Map<String, AttributeValue> key(String table, String id) {
        return Map.of("part", text(part(table, KeyForm.part(id))), "entry", text(id));
    }

    private static String part(String table, int part) {
        return "row:" + part + ":" + table;
    }

    private static Map<String, AttributeValue> item(String table, Row row, String stamp) {
        Map<String, AttributeValue> indexKeys = new HashMap<>();
        row.indexKeys().forEach((index, key) -> indexKeys.put(index, text(key)));
        Map<String, AttributeValue> item = new HashMap<>(key(table, row.id()));
        item.put("revision", number(row.revision()));
        item.put("version", number(row.version()));
        item.put("stamp", text(stamp));
        item.put("indexKeys", AttributeValue.fromM(indexKeys));
        item.put("state", bytes(row.state()));
        return item;
    }

    private static Row row(Map<String, AttributeValue> item) {
        Map<String, String> indexKeys = new HashMap<>();
        Attributes.required(item, "indexKeys").m().forEach((index, key) -> indexKeys.put(index, key.s()));
        return new Row(
                text(item, "entry"),
                number(item, "revision"),
                number(item, "version"),
                indexKeys,
                bytes(item, "state"));
    }
}

package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.bytes;
import static io.triskel.aws.dynamodb.Attributes.number;
import static io.triskel.aws.dynamodb.Attributes.text;

import io.triskel.aws.dynamodb.RowEntries.Entry;
import io.triskel.event.Page;
import io.triskel.projection.ReadModel;
import io.triskel.projection.ReadModel.Row;
import io.triskel.store.KeyForm;
import io.triskel.store.Remembered;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Stores rows of read models, one item each, in 16 partitions per table. Index keys are separate items that name a row:
 * a projection may have any number of indexes, and a query must see every earlier write, which DynamoDB's global
 * indexes do not guarantee.
 */
public final class DynamoDbReadModel implements ReadModel {
    private final ItemTable items;
    private final RowEntries entries;

    /** The rows as last seen: a write uses them for its condition, and keeps the index entries that they name. */
    private final Remembered<Map<String, AttributeValue>, Stored> seen = new Remembered<>();

    /** A row without its content; version 0 means that the row is absent. */
    private record Stored(long version, String stamp, Map<String, Entry> entries) {
        static final Stored ABSENT = new Stored(0, "", Map.of());

        static Stored of(Map<String, AttributeValue> item) {
            Map<String, AttributeValue> suffixes =
                    Attributes.required(item, "entries").m();
            Map<String, Entry> entries = new HashMap<>();
            row(item)
                    .indexKeys()
                    .forEach((index, key) -> entries.put(index, new Entry(index, key, text(suffixes, index))));
            return new Stored(number(item, "version"), text(item, "stamp"), entries);
        }
    }

    /**
     * Makes no request yet.
     *
     * @param client closed by the caller
     * @param tables gives the table's name, {@link DynamoDbTables#rows()}
     */
    public DynamoDbReadModel(DynamoDbClient client, DynamoDbTables tables) {
        this(new ItemTable(client, tables.rows()));
    }

    DynamoDbReadModel(ItemTable items) {
        this.items = items;
        this.entries = new RowEntries(items);
    }

    @Override
    public Optional<Row> get(String table, String rowId) {
        return read(key(table, rowId)).map(DynamoDbReadModel::row);
    }

    private Optional<Map<String, AttributeValue>> read(Map<String, AttributeValue> key) {
        Optional<Map<String, AttributeValue>> item = items.get(key);
        item.ifPresentOrElse(there -> seen.put(key, Stored.of(there)), () -> seen.forget(key));
        return item;
    }

    private Stored stored(Map<String, AttributeValue> key) {
        return read(key).map(Stored::of).orElse(Stored.ABSENT);
    }

    @Override
    public boolean put(String table, Row row, long expectedVersion) {
        Map<String, AttributeValue> key = key(table, row.id());
        Stored before = expectedVersion == 0
                ? Stored.ABSENT
                : seen.get(key)
                        .filter(there -> there.version() == expectedVersion)
                        .orElseGet(() -> stored(key));
        if (before.version() != expectedVersion) {
            return false;
        }
        String stamp = UUID.randomUUID().toString();
        Stored after = new Stored(row.version(), stamp, entries(row, stamp, before));
        difference(after, before).forEach(entry -> entries.add(table, row.id(), entry));
        seen.forget(key);
        if (write(item(table, row, after), before)) {
            seen.put(key, after);
            difference(before, after).forEach(entry -> entries.remove(table, row.id(), entry));
            return true;
        }
        // A write whose answer was lost is retried, and the retry fails. Then the row has this write's stamp, or
        // another writer has built on it since, and the row names this write's entries.
        Stored stands = stored(key);
        boolean own = stands.stamp().equals(stamp);
        difference(own ? before : after, stands).forEach(entry -> entries.remove(table, row.id(), entry));
        return own;
    }

    /** An index key that the row already has keeps its entry. */
    private static Map<String, Entry> entries(Row row, String stamp, Stored before) {
        String suffix = RowEntries.suffix(row.version(), stamp);
        Map<String, Entry> entries = new HashMap<>();
        row.indexKeys().forEach((index, key) -> {
            Entry there = before.entries().get(index);
            entries.put(index, there != null && there.key().equals(key) ? there : new Entry(index, key, suffix));
        });
        return entries;
    }

    private static List<Entry> difference(Stored of, Stored without) {
        return of.entries().values().stream()
                .filter(entry -> !without.entries().containsValue(entry))
                .toList();
    }

    private boolean write(Map<String, AttributeValue> item, Stored before) {
        return items.putAgain(item, put -> {
            if (before.version() == 0) {
                put.conditionExpression("attribute_not_exists(#version)")
                        .expressionAttributeNames(Map.of("#version", "version"));
            } else {
                put.conditionExpression("#version = :version AND #stamp = :stamp")
                        .expressionAttributeNames(Map.of("#version", "version", "#stamp", "stamp"))
                        .expressionAttributeValues(
                                Map.of(":version", number(before.version()), ":stamp", text(before.stamp())));
            }
        });
    }

    @Override
    public Page<Row> query(String table, String index, String key, Optional<String> after, int limit) {
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
                    return new Page<>(rows, Optional.of(id));
                }
            }
            ids = entries.ids(table, index, key, position, limit);
        }
        return new Page<>(rows, Optional.empty());
    }

    @Override
    public Page<Row> page(String table, Optional<String> after, int limit) {
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
                    return new Page<>(
                            rows, Optional.of(part + ":" + rows.get(limit - 1).id()));
                }
            } while (more);
        }
        return new Page<>(rows, Optional.empty());
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
                    Map<String, AttributeValue> key = key(table, text(item, "entry"));
                    seen.forget(key);
                    items.delete(delete -> delete.key(key));
                    Stored.of(item)
                            .entries()
                            .values()
                            .forEach(entry -> entries.remove(table, text(item, "entry"), entry));
                }
                dropped += found.size();
            } while (!found.isEmpty() && dropped < limit);
        }
        return dropped;
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

    private static Map<String, AttributeValue> item(String table, Row row, Stored stored) {
        Map<String, AttributeValue> indexKeys = new HashMap<>();
        row.indexKeys().forEach((index, key) -> indexKeys.put(index, text(key)));
        Map<String, AttributeValue> suffixes = new HashMap<>();
        stored.entries().forEach((index, entry) -> suffixes.put(index, text(entry.suffix())));
        Map<String, AttributeValue> item = new HashMap<>(key(table, row.id()));
        item.put("revision", number(row.revision()));
        item.put("version", number(row.version()));
        item.put("stamp", text(stored.stamp()));
        item.put("entries", AttributeValue.fromM(suffixes));
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

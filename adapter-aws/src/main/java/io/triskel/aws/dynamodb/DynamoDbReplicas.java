package io.triskel.aws.dynamodb;

import static io.triskel.aws.dynamodb.Attributes.bytes;
import static io.triskel.aws.dynamodb.Attributes.flag;
import static io.triskel.aws.dynamodb.Attributes.number;
import static io.triskel.aws.dynamodb.Attributes.text;

import io.triskel.event.Page;
import io.triskel.store.KeyForm;
import io.triskel.transfer.Replicas;
import io.triskel.transfer.Replicas.Replica;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Stores replicas, one item each; a collection is spread over 16 partitions, which are read page by page, one after
 * another.
 */
public final class DynamoDbReplicas implements Replicas {
    /** Identifies the write, so that a writer recognises its own. */
    private static final String STAMP = "stamp";

    private final ItemTable table;

    /**
     * Makes no request yet.
     *
     * @param client closed by the caller
     * @param tables gives the table's name, {@link DynamoDbTables#replicas()}
     */
    public DynamoDbReplicas(DynamoDbClient client, DynamoDbTables tables) {
        this(new ItemTable(client, tables.replicas()));
    }

    DynamoDbReplicas(ItemTable table) {
        this.table = table;
    }

    @Override
    public Optional<Replica> get(String collection, String entity) {
        return table.get(key(collection, entity)).map(DynamoDbReplicas::replica);
    }

    @Override
    public boolean put(String collection, Replica replica) {
        Map<String, AttributeValue> key = key(collection, replica.entity());
        AttributeValue stamp = text(UUID.randomUUID().toString());
        Map<String, AttributeValue> item = new HashMap<>(key);
        item.put("version", number(replica.version()));
        item.put("deleted", flag(replica.deleted()));
        item.put("state", bytes(replica.state()));
        item.put(STAMP, stamp);
        boolean newest = table.putAgain(
                item,
                put -> put.conditionExpression("attribute_not_exists(#version) OR #version < :version")
                        .expressionAttributeNames(Map.of("#version", "version"))
                        .expressionAttributeValues(Map.of(":version", number(replica.version()))));
        return newest
                || table.get(key)
                        .filter(there -> stamp.equals(there.get(STAMP)))
                        .isPresent();
    }

    @Override
    public Page<Replica> page(String collection, Optional<String> after, int limit) {
        List<Replica> replicas = new ArrayList<>();
        int first = after.map(token -> Integer.parseInt(token.substring(0, token.indexOf(':'))))
                .orElse(0);
        Optional<String> entity = after.map(token -> token.substring(token.indexOf(':') + 1));
        for (int part = first; part < KeyForm.PARTS; part++) {
            boolean more;
            do {
                QueryResponse page = query(part(collection, part), entity, limit - replicas.size());
                page.items().forEach(item -> replicas.add(replica(item)));
                more = page.hasLastEvaluatedKey();
                entity = more ? Optional.of(text(page.lastEvaluatedKey(), "entity")) : Optional.empty();
                if (replicas.size() == limit) {
                    return new Page<>(replicas, Optional.of(part + ":" + lastOf(replicas)));
                }
            } while (more);
        }
        return new Page<>(replicas, Optional.empty());
    }

    private static String lastOf(List<Replica> replicas) {
        return replicas.get(replicas.size() - 1).entity();
    }

    private QueryResponse query(String part, Optional<String> after, int limit) {
        return table.query(query -> {
            query.consistentRead(true).limit(limit).expressionAttributeValues(Map.of(":part", text(part)));
            query.keyConditionExpression("#part = :part").expressionAttributeNames(Map.of("#part", "part"));
            after.ifPresent(entity -> query.exclusiveStartKey(Map.of("part", text(part), "entity", text(entity))));
        });
    }

    private static Map<String, AttributeValue> key(String collection, String entity) {
        return Map.of("part", text(part(collection, KeyForm.part(entity))), "entity", text(entity));
    }

    private static String part(String collection, int part) {
        return part + ":" + collection;
    }

    private static Replica replica(Map<String, AttributeValue> item) {
        return new Replica(text(item, "entity"), number(item, "version"), flag(item, "deleted"), bytes(item, "state"));
    }
}

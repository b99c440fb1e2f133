package io.triskel.local.aws.dynamodb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A table as a deployment would create it; indexes take all attributes.
 *
 * @param name 3 to 255 characters, as in the service
 */
public record TableDefinition(String name, KeyAttribute hash, Optional<KeyAttribute> range, List<Index> indexes) {

    /** An attribute of a key: its name and its type, {@code S}, {@code N} or {@code B}. */
    public record KeyAttribute(String attribute, String type) {
        public KeyAttribute {
            if (!type.matches("[SNB]")) {
                throw new IllegalArgumentException("A key attribute is of type S, N or B, not " + type);
            }
        }

        public static KeyAttribute text(String attribute) {
            return new KeyAttribute(attribute, "S");
        }

        public static KeyAttribute number(String attribute) {
            return new KeyAttribute(attribute, "N");
        }
    }

    /** A global secondary index; items without its attributes are not in it. */
    public record Index(String name, KeyAttribute hash, Optional<KeyAttribute> range) {
        public Index {
            checkName(name);
        }
    }

    public TableDefinition {
        checkName(name);
        indexes = List.copyOf(indexes);
    }

    public static TableDefinition of(String name, KeyAttribute hash) {
        return new TableDefinition(name, hash, Optional.empty(), List.of());
    }

    public static TableDefinition of(String name, KeyAttribute hash, KeyAttribute range) {
        return new TableDefinition(name, hash, Optional.of(range), List.of());
    }

    public TableDefinition withIndex(String index, KeyAttribute indexHash, KeyAttribute indexRange) {
        List<Index> all = new ArrayList<>(indexes);
        all.add(new Index(index, indexHash, Optional.of(indexRange)));
        return new TableDefinition(name, hash, range, all);
    }

    /** The body of {@code CreateTable}. */
    String toJson() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("TableName", name).put("BillingMode", "PAY_PER_REQUEST");
        Set<KeyAttribute> keys = new LinkedHashSet<>();
        keySchema(node, keys, hash, range);
        if (!indexes.isEmpty()) {
            ArrayNode array = node.putArray("GlobalSecondaryIndexes");
            for (Index index : indexes) {
                ObjectNode entry = array.addObject().put("IndexName", index.name());
                keySchema(entry, keys, index.hash(), index.range());
                entry.putObject("Projection").put("ProjectionType", "ALL");
            }
        }
        ArrayNode attributes = node.putArray("AttributeDefinitions");
        keys.forEach(key ->
                attributes.addObject().put("AttributeName", key.attribute()).put("AttributeType", key.type()));
        return node.toString();
    }

    private static void keySchema(
            ObjectNode into, Set<KeyAttribute> keys, KeyAttribute hash, Optional<KeyAttribute> range) {
        ArrayNode schema = into.putArray("KeySchema");
        keys.add(hash);
        schema.addObject().put("AttributeName", hash.attribute()).put("KeyType", "HASH");
        range.ifPresent(key -> {
            keys.add(key);
            schema.addObject().put("AttributeName", key.attribute()).put("KeyType", "RANGE");
        });
    }

    private static void checkName(String name) {
        if (!name.matches("[a-zA-Z0-9_.-]{3,255}")) {
            throw new IllegalArgumentException("A table or index has a name of 3 to 255 characters, not " + name);
        }
    }
}

package io.triskel.aws.dynamodb;

import java.util.List;
import java.util.Optional;

/**
 * One table as a deployment is to create it.
 *
 * @param name as DynamoDB has it
 * @param hash the partition key
 * @param range the sort key, if there is one
 * @param indexes global secondary indexes of keys only, sparse
 */
public record TableLayout(String name, Key hash, Optional<Key> range, List<Index> indexes) {
    public TableLayout {
        indexes = List.copyOf(indexes);
    }

    /**
     * An attribute of a key.
     *
     * @param attribute its name
     * @param type {@code S} or {@code N}
     */
    public record Key(String attribute, String type) {
        static Key text(String attribute) {
            return new Key(attribute, "S");
        }

        static Key number(String attribute) {
            return new Key(attribute, "N");
        }
    }

    /**
     * An index; items without its attributes are not in it.
     *
     * @param name as DynamoDB has it
     * @param hash its partition key
     * @param range its sort key
     */
    public record Index(String name, Key hash, Key range) {}
}

package io.triskel.aws.dynamodb;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Describes one table for the deployment that creates it.
 *
 * @param name in DynamoDB
 * @param hash the partition key
 * @param range the sort key, if there is one
 * @param localIndexes local secondary indexes of keys only, sparse, with the table's partition key; read consistently
 * @param indexes global secondary indexes of keys only, sparse
 * @param timeToLive the attribute that says when an item expires, in seconds since 1970, if there is one
 */
public record TableLayout(
        String name,
        Key hash,
        Optional<Key> range,
        List<LocalIndex> localIndexes,
        List<Index> indexes,
        Optional<String> timeToLive) {
    public TableLayout {
        localIndexes = List.copyOf(localIndexes);
        indexes = List.copyOf(indexes);
    }

    static TableLayout of(String name, Key hash) {
        return new TableLayout(name, hash, Optional.empty(), List.of(), List.of(), Optional.empty());
    }

    TableLayout withRange(Key key) {
        return new TableLayout(name, hash, Optional.of(key), localIndexes, indexes, timeToLive);
    }

    TableLayout withIndex(String index, Key indexHash, Key indexRange) {
        List<Index> all = Stream.concat(indexes.stream(), Stream.of(new Index(index, indexHash, indexRange)))
                .toList();
        return new TableLayout(name, hash, range, localIndexes, all, timeToLive);
    }

    TableLayout withLocalIndex(String index, Key indexRange) {
        List<LocalIndex> all = Stream.concat(localIndexes.stream(), Stream.of(new LocalIndex(index, indexRange)))
                .toList();
        return new TableLayout(name, hash, range, all, indexes, timeToLive);
    }

    TableLayout withTimeToLive(String attribute) {
        return new TableLayout(name, hash, range, localIndexes, indexes, Optional.of(attribute));
    }

    /**
     * {@return the body of a {@code CreateTable} request, with capacity on demand; the AWS CLI takes it as {@code
     * --cli-input-json}} Time to live needs a separate call.
     */
    public String createTable() {
        Set<Key> keys = new LinkedHashSet<>();
        List<String> members = new ArrayList<>();
        members.add(text("TableName", name));
        members.add(text("BillingMode", "PAY_PER_REQUEST"));
        members.add(schema(hash, range, keys));
        if (!localIndexes.isEmpty()) {
            members.add(array(
                    "LocalSecondaryIndexes",
                    localIndexes.stream().map(index -> index(index.name(), hash, index.range(), keys))));
        }
        if (!indexes.isEmpty()) {
            members.add(array(
                    "GlobalSecondaryIndexes",
                    indexes.stream().map(index -> index(index.name(), index.hash(), index.range(), keys))));
        }
        members.add(array(
                "AttributeDefinitions",
                keys.stream()
                        .map(key -> object(
                                List.of(text("AttributeName", key.attribute()), text("AttributeType", key.type()))))));
        return object(members);
    }

    private static String index(String index, Key indexHash, Key indexRange, Set<Key> keys) {
        return object(List.of(
                text("IndexName", index),
                schema(indexHash, Optional.of(indexRange), keys),
                "\"Projection\":" + object(List.of(text("ProjectionType", "KEYS_ONLY")))));
    }

    private static String schema(Key hash, Optional<Key> range, Set<Key> keys) {
        keys.add(hash);
        range.ifPresent(keys::add);
        return array(
                "KeySchema",
                Stream.concat(
                        Stream.of(object(List.of(text("AttributeName", hash.attribute()), text("KeyType", "HASH")))),
                        range.stream()
                                .map(key -> object(
                                        List.of(text("AttributeName", key.attribute()), text("KeyType", "RANGE"))))));
    }

    private static String text(String name, String value) {
        return "\"" + name + "\":\"" + value + "\"";
    }

    private static String array(String name, Stream<String> elements) {
        return "\"" + name + "\":[" + elements.collect(Collectors.joining(",")) + "]";
    }

    private static String object(List<String> members) {
        return "{" + String.join(",", members) + "}";
    }

    /**
     * An attribute of a key.
     *
     * @param attribute its name
     * @param type {@code S} or {@code N}
     */
    public record Key(String attribute, String type) {}

    /**
     * A global index; it leaves out items without its attributes.
     *
     * @param name in DynamoDB
     * @param hash its partition key
     * @param range its sort key
     */
    public record Index(String name, Key hash, Key range) {}

    /**
     * A local index; it leaves out items without its attribute.
     *
     * @param name in DynamoDB
     * @param range its sort key
     */
    public record LocalIndex(String name, Key range) {}
}

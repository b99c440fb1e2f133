package io.triskel.aws.dynamodb;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One table as a deployment is to create it.
 *
 * @param name as DynamoDB has it
 * @param hash the partition key
 * @param range the sort key, if there is one
 * @param indexes global secondary indexes of keys only, sparse
 * @param timeToLive the attribute that says when an item may go, in seconds since 1970, if there is one
 */
public record TableLayout(
        String name, Key hash, Optional<Key> range, List<Index> indexes, Optional<String> timeToLive) {
    public TableLayout {
        indexes = List.copyOf(indexes);
    }

    static TableLayout of(String name, Key hash) {
        return new TableLayout(name, hash, Optional.empty(), List.of(), Optional.empty());
    }

    TableLayout withRange(Key key) {
        return new TableLayout(name, hash, Optional.of(key), indexes, timeToLive);
    }

    TableLayout withIndex(String index, Key indexHash, Key indexRange) {
        List<Index> all = Stream.concat(indexes.stream(), Stream.of(new Index(index, indexHash, indexRange)))
                .toList();
        return new TableLayout(name, hash, range, all, timeToLive);
    }

    TableLayout withTimeToLive(String attribute) {
        return new TableLayout(name, hash, range, indexes, Optional.of(attribute));
    }

    /**
     * An attribute of a key.
     *
     * @param attribute its name
     * @param type {@code S} or {@code N}
     */
    public record Key(String attribute, String type) {}

    /**
     * An index; items without its attributes are not in it.
     *
     * @param name as DynamoDB has it
     * @param hash its partition key
     * @param range its sort key
     */
    public record Index(String name, Key hash, Key range) {}
}

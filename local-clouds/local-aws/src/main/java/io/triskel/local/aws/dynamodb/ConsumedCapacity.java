package io.triskel.local.aws.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What DynamoDB bills for tables, by the rules in {@code local-clouds/node/consumed.cjs}.
 *
 * @param readUnits half of them if eventually consistent
 * @param writeUnits of the tables
 * @param indexWriteUnits of their indexes
 * @param bytes of items and index entries that are stored now
 */
public record ConsumedCapacity(double readUnits, double writeUnits, double indexWriteUnits, long bytes) {
    static ConsumedCapacity of(JsonNode byTable, Predicate<String> tables) {
        return byTable.properties().stream()
                .filter(table -> tables.test(table.getKey()))
                .map(Map.Entry::getValue)
                .map(table -> new ConsumedCapacity(
                        table.path("readUnits").doubleValue(),
                        table.path("writeUnits").doubleValue(),
                        table.path("indexWriteUnits").doubleValue(),
                        table.path("bytes").longValue()))
                .reduce(new ConsumedCapacity(0, 0, 0, 0), ConsumedCapacity::plus);
    }

    private ConsumedCapacity plus(ConsumedCapacity other) {
        return new ConsumedCapacity(
                readUnits + other.readUnits,
                writeUnits + other.writeUnits,
                indexWriteUnits + other.indexWriteUnits,
                bytes + other.bytes);
    }

    /** {@return the write units of tables and indexes} */
    public double allWriteUnits() {
        return writeUnits + indexWriteUnits;
    }
}

package io.triskel.aws.dynamodb;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The outcome of a rule applied to an item.
 *
 * @param next all attributes of the item; empty to write nothing
 * @param answer the answer once {@code next} is written
 */
record Step<T>(Optional<Map<String, AttributeValue>> next, T answer) {
    static <T> Step<T> nothing(T answer) {
        return new Step<>(Optional.empty(), answer);
    }

    static <T> Step<T> write(Map<String, AttributeValue> next, T answer) {
        return new Step<>(Optional.of(next), answer);
    }
}

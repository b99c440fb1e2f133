package io.triskel.aws.dynamodb;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What is to become of an item.
 *
 * @param next all its attributes; empty to leave it as it is
 * @param answer what to say once that is written
 */
record Step<T>(Optional<Map<String, AttributeValue>> next, T answer) {
    static <T> Step<T> nothing(T answer) {
        return new Step<>(Optional.empty(), answer);
    }

    static <T> Step<T> write(Map<String, AttributeValue> next, T answer) {
        return new Step<>(Optional.of(next), answer);
    }
}

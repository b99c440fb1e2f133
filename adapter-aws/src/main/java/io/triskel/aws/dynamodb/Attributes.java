package io.triskel.aws.dynamodb;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Converts values to DynamoDB's attributes, and back. Instants are numbers of nanoseconds: exact, and sorted by time.
 */
final class Attributes {
    private static final BigInteger SECOND = BigInteger.valueOf(1_000_000_000);

    private Attributes() {}

    static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }

    static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    static AttributeValue bytes(byte[] value) {
        return AttributeValue.fromB(SdkBytes.fromByteArray(value));
    }

    static AttributeValue flag(boolean value) {
        return AttributeValue.fromBool(value);
    }

    static AttributeValue list(List<AttributeValue> values) {
        return AttributeValue.fromL(values);
    }

    static AttributeValue instant(Instant value) {
        return AttributeValue.fromN(BigInteger.valueOf(value.getEpochSecond())
                .multiply(SECOND)
                .add(BigInteger.valueOf(value.getNano()))
                .toString());
    }

    static String text(Map<String, AttributeValue> item, String name) {
        return required(item, name).s();
    }

    static long number(Map<String, AttributeValue> item, String name) {
        return Long.parseLong(required(item, name).n());
    }

    static byte[] bytes(Map<String, AttributeValue> item, String name) {
        return required(item, name).b().asByteArray();
    }

    static boolean flag(Map<String, AttributeValue> item, String name) {
        return required(item, name).bool();
    }

    static Optional<Instant> instant(Map<String, AttributeValue> item, String name) {
        return Optional.ofNullable(item.get(name)).map(value -> {
            BigInteger[] parts = new BigInteger(value.n()).divideAndRemainder(SECOND);
            return Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact());
        });
    }

    static AttributeValue required(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null) {
            throw new IllegalStateException(
                    "An item without '" + name + "' was not written by this store: " + item.keySet());
        }
        return value;
    }
}

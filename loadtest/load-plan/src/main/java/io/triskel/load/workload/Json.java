package io.triskel.load.workload;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** A value in JSON whose path is named where it is not what is expected. */
record Json(JsonNode node, String path) {
    Optional<Json> find(String name) {
        return node.has(name) ? Optional.of(new Json(node.get(name), path + "/" + name)) : Optional.empty();
    }

    Json get(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException(path + "/" + name + " is missing"));
    }

    void each(Consumer<Json> reader) {
        expect(node.isArray(), "a list");
        for (int i = 0; i < node.size(); i++) {
            reader.accept(new Json(node.get(i), path + "/" + i));
        }
    }

    String text() {
        expect(node.isTextual(), "a text");
        return node.textValue();
    }

    boolean flag() {
        expect(node.isBoolean(), "true or false");
        return node.booleanValue();
    }

    double number() {
        expect(node.isNumber(), "a number");
        return node.doubleValue();
    }

    long whole() {
        expect(node.isIntegralNumber() && node.canConvertToLong(), "a whole number");
        return node.longValue();
    }

    int count() {
        expect(node.isIntegralNumber() && node.canConvertToInt(), "a whole number below 2^31");
        return node.intValue();
    }

    Duration seconds() {
        expect(node.isNumber() && Math.abs(node.doubleValue()) < 1e9, "seconds");
        BigDecimal nanos = node.decimalValue().movePointRight(9).setScale(0, RoundingMode.HALF_UP);
        return Duration.ofNanos(nanos.longValueExact());
    }

    <E extends Enum<E>> E constant(Class<E> type) {
        String written = text();
        return Arrays.stream(type.getEnumConstants())
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(written))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(path + " is '" + written + "', which is not known"));
    }

    private void expect(boolean fulfilled, String what) {
        if (!fulfilled) {
            throw new IllegalArgumentException(path + " is " + node + ", expected is " + what);
        }
    }
}

package io.triskel.load.result;

import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * A figure of a record, from which the tables, CSV, report.json and the documentation are made.
 *
 * @param id as report.json names it; a time in milliseconds ends in {@code Ms}
 * @param label for people
 * @param value empty if a file does not have it
 */
public record Metric<T>(String id, String label, Rule rule, Function<T, OptionalLong> value) {
    /** What is better. */
    public enum Rule {
        /** Any other value than 0 is a fault; each target's count is compared. */
        MUST_BE_ZERO,
        /** Targets are compared by it, as a mean with its interval. */
        LESS_IS_BETTER,
        /** Reported, not compared. */
        NONE
    }

    static <T> Metric<T> of(String id, String label, Rule rule, ToLongFunction<T> value) {
        return new Metric<>(id, label, rule, record -> OptionalLong.of(value.applyAsLong(record)));
    }

    /** {@return whether it is a time in milliseconds, and not a count} */
    public boolean isTime() {
        return id.endsWith("Ms");
    }
}

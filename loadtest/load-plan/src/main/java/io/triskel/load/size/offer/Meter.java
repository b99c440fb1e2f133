package io.triskel.load.size.offer;

import io.triskel.load.fact.Facts;
import io.triskel.load.yaml.FileField;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is charged for.
 *
 * @param item its name on the bill
 * @param meter of the price file, without the cloud
 * @param step fact with the bytes that each event is rounded up to
 * @param stepBytes the same, where no fact has it
 * @param least fact with the bytes per second that are charged at least
 * @param from retention is charged beyond so many hours; 0 for all of it
 * @param to retention is charged up to so many hours; 0 for all of it
 * @param included fact with the bytes that each unit includes
 * @param instead the store's meter that it replaces
 * @param times factor of the quantity
 * @param in what bytes are divided by
 * @param how the amount is computed, for people
 */
public record Meter(
        String item,
        String meter,
        Quantity quantity,
        Optional<String> step,
        OptionalLong stepBytes,
        Optional<String> least,
        @FileField(otherwise = "0") int from,
        @FileField(otherwise = "0") int to,
        Optional<String> included,
        Optional<String> instead,
        @FileField(otherwise = "1") double times,
        @FileField(otherwise = "none") Divisor in,
        String how) {
    public Meter {
        step.ifPresent(fact -> Known.fact("step", fact));
        least.ifPresent(fact -> Known.fact("least", fact));
        included.ifPresent(fact -> Known.fact("included", fact));
    }

    /** {@return the bytes that each event is rounded up to; 0 if it is not rounded} */
    public double rounding() {
        return step.map(Facts::value).orElse((double) stepBytes.orElse(0));
    }
}

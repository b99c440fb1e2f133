package io.triskel.load.result;

import java.util.Objects;

/**
 * Latency from end to end.
 *
 * @param corrected from the moment at which an event was due
 * @param actual from the moment at which it was sent
 */
public record Latency(Times corrected, Times actual) {
    public Latency {
        // Jackson passes null for members that a file lacks.
        corrected = Objects.requireNonNullElse(corrected, Times.NONE);
        actual = Objects.requireNonNullElse(actual, Times.NONE);
    }

    Latency withoutHistograms() {
        return new Latency(corrected.withoutHistogram(), actual.withoutHistogram());
    }
}

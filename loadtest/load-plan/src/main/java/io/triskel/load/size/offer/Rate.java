package io.triskel.load.size.offer;

import io.triskel.load.fact.Facts;
import io.triskel.load.yaml.FileField;

/**
 * The most that one unit carries, or that a default quota or the service allows.
 *
 * @param limit in words
 * @param fact with the value
 * @param share of the value that counts, such as a quarter if it was measured on four units
 * @param span how many times more a unit may carry; above 1 if the provider documents a span
 */
public record Rate(
        String limit,
        Demand of,
        String fact,
        @FileField(otherwise = "1") double share,
        @FileField(otherwise = "1") double span,
        @FileField(otherwise = "unit") Kind kind) {
    public Rate {
        Known.fact("fact", fact);
    }

    /** {@return the value to plan with} */
    public double cautious() {
        return Facts.value(fact) * share;
    }

    /** {@return the upper end of the documented span} */
    public double hopeful() {
        return cautious() * span;
    }

    /** What a rate limits. */
    public enum Demand {
        BYTES_IN,
        EVENTS_IN,
        /** Times consumers. */
        BYTES_OUT,
        EVENTS_OUT,
        /** What each consumer reads. */
        READER_BYTES,
        /** Bytes of a unit that has the busiest key. */
        HOT_BYTES,
        HOT_EVENTS,
        /** Events that functions handle at once. */
        LANES,
        /** Bytes of requests as a quota counts them. */
        QUOTA_IN,
        QUOTA_OUT;

        @Override
        public String toString() {
            return Words.of(this);
        }
    }

    /** What helps against it. */
    public enum Kind {
        /** More units. */
        UNIT,
        /** A request to the provider. */
        QUOTA,
        /** Nothing. */
        MOST;

        @Override
        public String toString() {
            return Words.of(this);
        }
    }
}

package io.triskel.load.size.plan;

/** A figure with its bounds, because a provider's rounding depends on overlaps. */
public record Range(double low, double likely, double high) {
    public static final Range ZERO = exactly(0);

    public Range {
        if (!(low <= likely) || !(likely <= high)) {
            throw new IllegalArgumentException("Bounds must be in order, not " + low + ", " + likely + ", " + high);
        }
    }

    public static Range exactly(double value) {
        return new Range(value, value, value);
    }

    public Range plus(Range other) {
        return new Range(low + other.low, likely + other.likely, high + other.high);
    }

    public Range times(double factor) {
        return new Range(low * factor, likely * factor, high * factor);
    }

    /** {@return the product of two figures that are not negative} */
    public Range times(Range other) {
        return new Range(low * other.low, likely * other.likely, high * other.high);
    }

    public boolean isExact() {
        // Two bounds that are both infinite have no difference.
        return low == high || high - low <= 1e-9 * high;
    }
}

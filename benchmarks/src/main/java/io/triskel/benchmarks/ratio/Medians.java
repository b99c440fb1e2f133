package io.triskel.benchmarks.ratio;

import java.util.List;
import java.util.Locale;

/** Medians, and figures as people read them. */
final class Medians {
    private Medians() {}

    static double median(List<Double> values) {
        return quantile(values, 0.5);
    }

    /** The quantile, interpolated between the two nearest values. */
    static double quantile(List<Double> values, double share) {
        List<Double> sorted = values.stream().sorted().toList();
        double place = share * (sorted.size() - 1);
        double below = sorted.get((int) Math.floor(place));
        double above = sorted.get((int) Math.ceil(place));
        return below + (above - below) * (place - Math.floor(place));
    }

    static String ratio(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /** Three significant digits, or all digits before the point. */
    static String figure(double value) {
        String format = value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }
}

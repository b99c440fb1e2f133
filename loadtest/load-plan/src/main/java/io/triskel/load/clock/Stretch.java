package io.triskel.load.clock;

import io.triskel.load.clock.ClockBounds.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * A time without a step: all straight lines of offset over time that its bounds allow. A bound's time is the other clock's reading, at which it
 * holds exactly, however long the message took.
 */
final class Stretch {
    private static final int HALVINGS = 60;

    private final List<Window> windows = new ArrayList<>();
    private Rates rates = Rates.ANY;
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;

    /** {@return whether a line that keeps the bounds so far keeps these, too; if so, they belong to it} */
    boolean takes(Window window) {
        Rates narrowed = rates.between(window.highest, window.lowest);
        for (Window other : windows) {
            narrowed = narrowed.between(window.highest, other.lowest).between(other.highest, window.lowest);
        }
        if (narrowed.isEmpty()) {
            return false;
        }
        rates = narrowed;
        windows.add(window);
        extend(window.highest);
        extend(window.lowest);
        return true;
    }

    private void extend(Side side) {
        if (side.isNoted()) {
            first = Math.min(first, side.first());
            last = Math.max(last, side.last());
        }
    }

    /**
     * {@return by how much at least the clock was stepped where this stretch follows that one, without a sign; 0 if lines of both meet} A line
     * before is continued to the moment at which this stretch begins, by the reading that the clock would have had without the step.
     */
    double jumpFrom(Stretch before) {
        double up = lowest(first) - before.highest(before.last);
        double down = before.lowest(before.last) - highest(first);
        if (up > 0 && !Double.isInfinite(up)) {
            return Math.max(0, lowest(first) - before.highest(first - (long) up));
        }
        if (down > 0 && !Double.isInfinite(down)) {
            return Math.max(0, before.lowest(first + (long) down) - highest(first));
        }
        return 0;
    }

    boolean isEmpty() {
        return windows.isEmpty();
    }

    /** {@return from its first to its last moment, in nanoseconds} */
    long length() {
        return last - first;
    }

    Rates rates() {
        return rates;
    }

    long first() {
        return first;
    }

    long last() {
        return last;
    }

    /** {@return the highest offset of any line at a time; infinite without a bound from above} */
    double highest(long time) {
        return highestOf(rate -> windows.stream()
                .map(window -> window.highest)
                .filter(Side::isNoted)
                .mapToDouble(side -> side.offset() + rate * (time - side.theirs()))
                .min()
                .orElse(Double.POSITIVE_INFINITY));
    }

    /** {@return the lowest offset of any line at a time; infinite without a bound from below} */
    double lowest(long time) {
        return -highestOf(rate -> windows.stream()
                .map(window -> window.lowest)
                .filter(Side::isNoted)
                .mapToDouble(side -> -side.offset() - rate * (time - side.theirs()))
                .min()
                .orElse(Double.POSITIVE_INFINITY));
    }

    /** {@return the maximum over all rates of a function that first rises and then falls, as the least of straight lines does} */
    private double highestOf(DoubleUnaryOperator ofRate) {
        double from = rates.least();
        double to = rates.most();
        for (int i = 0; i < HALVINGS; i++) {
            double one = from + (to - from) / 3;
            double other = to - (to - from) / 3;
            if (ofRate.applyAsDouble(one) < ofRate.applyAsDouble(other)) {
                from = one;
            } else {
                to = other;
            }
        }
        return Math.max(
                ofRate.applyAsDouble((from + to) / 2),
                Math.max(ofRate.applyAsDouble(rates.least()), ofRate.applyAsDouble(rates.most())));
    }
}

package io.triskel.load.report.chart;

import java.util.ArrayList;
import java.util.List;

/** Places values between the two ends of an axis. */
public sealed interface Scale {
    /** {@return the place of a value: 0 at the low end, 1 at the high end, and never outside} */
    double share(double value);

    /** {@return the round values that are written at the axis} */
    List<Double> ticks();

    /** {@return a scale from 0 to at least this value} */
    static Scale linear(double highest) {
        return linear(highest, 3);
    }

    /** {@return a scale from 0 to at least this value, with about this number of steps} */
    static Scale linear(double highest, int steps) {
        double rough = (highest > 0 ? highest : 1) / steps;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = List.of(1.0, 2.0, 5.0, 10.0).stream()
                .map(one -> one * power)
                .filter(one -> one >= rough * 0.9999)
                .findFirst()
                .orElse(10 * power);
        return new Linear(Math.max(highest > 0 ? highest * 1.04 : 1, step), step);
    }

    /** {@return a logarithmic scale from the 1, 2 or 5 of a decade below the lowest value to the one above the highest} */
    static Scale logarithmic(double lowest, double highest) {
        double low = Math.max(lowest, 1e-9);
        return new Logarithmic(below(low), Math.max(below(low) * 10, above(Math.max(highest, low))));
    }

    private static double below(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        double part = value / power;
        return power * (part >= 5 ? 5 : part >= 2 ? 2 : 1);
    }

    private static double above(double value) {
        double low = below(value);
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        return low == value ? value : low == power ? 2 * power : low < 4 * power ? 5 * power : 10 * power;
    }

    /** Equal steps. */
    record Linear(double highest, double step) implements Scale {
        @Override
        public double share(double value) {
            return Math.min(1, Math.max(0, value / highest));
        }

        @Override
        public List<Double> ticks() {
            List<Double> ticks = new ArrayList<>();
            for (int i = 0; i * step <= highest * 1.0001; i++) {
                ticks.add(i * step);
            }
            return ticks;
        }
    }

    /** Equal factors. */
    record Logarithmic(double lowest, double highest) implements Scale {
        @Override
        public double share(double value) {
            double share = Math.log(Math.max(value, lowest) / lowest) / Math.log(highest / lowest);
            return Math.min(1, share);
        }

        /** {@return decades, and parts of decades if there are only a few decades} */
        @Override
        public List<Double> ticks() {
            List<Double> ticks = new ArrayList<>();
            boolean few = highest / lowest < 2000;
            double first = Math.pow(10, Math.floor(Math.log10(lowest)));
            for (double power = first; power <= highest * 1.0001; power *= 10) {
                for (double part : few ? new double[] {1, 2, 5} : new double[] {1}) {
                    double tick = power * part;
                    if (tick >= lowest * 0.9999 && tick <= highest * 1.0001) {
                        ticks.add(tick);
                    }
                }
            }
            return ticks;
        }
    }
}

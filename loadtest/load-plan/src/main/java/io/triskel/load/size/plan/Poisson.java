package io.triskel.load.size.plan;

/** The number of rare events, by their mean. */
final class Poisson {
    /** Above this, it is normal to within a thousandth. */
    private static final double NORMAL = 500;

    private Poisson() {}

    /** {@return P(X > count)} */
    static double above(double mean, double count) {
        if (mean > NORMAL) {
            return 0.5 * complement((count + 0.5 - mean) / Math.sqrt(2 * mean));
        }
        double probability = Math.exp(-mean);
        double below = probability;
        for (int k = 1; k <= count; k++) {
            probability *= mean / k;
            below += probability;
        }
        // The sum of the complement loses its digits where the mean is small; there the first term is nearly all.
        return count == 0 ? -Math.expm1(-mean) : Math.max(0, 1 - below);
    }

    /** {@return the expected excess above a count} */
    static double excess(double mean, int count) {
        if (mean > NORMAL) {
            double deviation = Math.sqrt(mean);
            double z = (count - mean) / deviation;
            double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
            return deviation * (density - z * 0.5 * complement(z / Math.sqrt(2)));
        }
        double probability = Math.exp(-mean);
        double missing = count * probability;
        for (int k = 1; k < count && k < mean + 40 * Math.sqrt(mean) + 40; k++) {
            probability *= mean / k;
            missing += (count - k) * probability;
        }
        // E[(X - c)+] = mean - c + E[(c - X)+]
        return Math.max(0, mean - count + missing);
    }

    /** The complementary error function, to within 1.2e-7: Numerical Recipes, erfcc. */
    private static double complement(double x) {
        double t = 1 / (1 + 0.5 * Math.abs(x));
        double[] terms = {
            -1.26551223,
            1.00002368,
            0.37409196,
            0.09678418,
            -0.18628806,
            0.27886807,
            -1.13520398,
            1.48851587,
            -0.82215223,
            0.17087277
        };
        double sum = 0;
        for (int i = terms.length - 1; i >= 0; i--) {
            sum = terms[i] + t * sum;
        }
        double tail = t * Math.exp(-x * x + sum);
        return x >= 0 ? tail : 2 - tail;
    }
}

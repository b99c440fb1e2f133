package io.triskel.load.capacity;

import java.util.Arrays;

/**
 * What is believed of a capacity: a probability for each rate, which every probe changes by what it saw. A probe that is wrong is outvoted
 * by others. (Probabilistic bisection: R. Waeber, P. I. Frazier, S. G. Henderson, Bisection search with noisy responses, SIAM J. Control
 * Optim. 51(3), 2013; with answers whose weight differs: S. Rodriguez, M. Ludkovski, arXiv 1711.00843.)
 */
final class Belief {
    /** Between two rates of the grid. */
    private static final double STEP = 0.001;
    /** How far the rate at which a ramp broke may be from the capacity, as the standard deviation of its logarithm. */
    private static final double AROUND_THE_RAMP = 0.2;
    /** The probability of being anywhere else, since a ramp may mislead. */
    private static final double ANYWHERE = 0.1;

    private final double share;
    private final double[] rates;
    private final double[] logWeights;
    /** The probability that the capacity is at most the rate. */
    private final double[] below;

    /**
     * Creates what is believed after a ramp.
     *
     * @param to the highest rate to be tried; the capacity may be below {@code from} and above this
     * @param near where the capacity is expected
     * @param share growth above this says only that the capacity is exceeded: close to the capacity alone, a backlog grows by the difference
     */
    Belief(double from, double to, double near, double share) {
        this.share = share;
        double lowest = Math.log(from / 2);
        int count = 1 + (int) Math.ceil((Math.log(to * 2) - lowest) / STEP);
        this.rates = new double[count];
        this.logWeights = new double[count];
        this.below = new double[count];
        Arrays.setAll(rates, i -> Math.exp(lowest + i * STEP));
        double anywhere = ANYWHERE / (1 - ANYWHERE) * AROUND_THE_RAMP * Math.sqrt(2 * Math.PI) / (count * STEP);
        Arrays.setAll(logWeights, i -> {
            double away = Math.log(rates[i] / near) / AROUND_THE_RAMP;
            return Math.log(Math.exp(-away * away / 2) + anywhere);
        });
        addUp();
    }

    /** Learns from a probe: what is above the capacity piles up. */
    void learn(double rate, BacklogGrowth growth) {
        for (int i = 0; i < rates.length; i++) {
            double piledUp = Math.max(0, 1 - rates[i] / rate);
            logWeights[i] += piledUp < share ? growth.logLikelihood(piledUp) : growth.logLikelihoodOfGrowing();
        }
        addUp();
    }

    private void addUp() {
        double most = Arrays.stream(logWeights).max().orElseThrow();
        double all = 0;
        for (int i = 0; i < rates.length; i++) {
            all += Math.exp(logWeights[i] - most);
            below[i] = all;
        }
        for (int i = 0; i < rates.length; i++) {
            below[i] /= all;
        }
    }

    /** {@return the rate that the capacity is below with such a probability} */
    double quantile(double probability) {
        int place = 0;
        while (place < rates.length - 1 && below[place] < probability) {
            place++;
        }
        return rates[place];
    }
}

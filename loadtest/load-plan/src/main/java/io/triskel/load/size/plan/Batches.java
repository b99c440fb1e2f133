package io.triskel.load.size.plan;

import io.triskel.load.workload.FunctionWork;

/** The mean number of events per function call, if a lane's events arrive at random and independently. */
public final class Batches {
    /** Above this, the sum over batches is within a percent of its limit. */
    private static final double MANY = 50;

    /** On a pushed lane, longer batches are too rare to matter. */
    private static final int LONGEST_PUSHED = 48;

    private Batches() {}

    /**
     * {@return events of a call}
     *
     * @param rate events a second of the lane
     * @param seconds of an event
     * @param poll seconds between two polls; 0 if events are pushed
     */
    public static double of(FunctionWork work, double rate, double seconds, double poll) {
        double window = work.window().toNanos() / 1e9;
        if (window > 0) {
            return gathered(rate, Math.max(window, poll), work.batch());
        }
        return poll > 0 ? polled(rate, poll, work.batch()) : pushed(rate, seconds, work.batch());
    }

    /** {@return the events of a poll divided by its calls, whose number is the sum over k of P(X > k most)} */
    static double polled(double rate, double between, int most) {
        double found = rate * between;
        if (found / most > MANY) {
            return found / (found / most + 0.5);
        }
        double calls = 0;
        for (int k = 0; k == 0 || k * (double) most < found + 8 * Math.sqrt(found) + 8; k++) {
            calls += Poisson.above(found, k * (double) most);
        }
        return found / calls;
    }

    /** {@return the events at the end of a window, or of a batch that is full earlier; an empty window makes no call} */
    static double gathered(double rate, double window, int most) {
        double found = rate * window;
        double events = found - Poisson.excess(found, most);
        return Math.max(1, events / Poisson.above(found, 0));
    }

    /**
     * {@return the events that arrived during the previous batch, or the one event that wakes an idle lane} The lengths
     * of successive batches are a Markov chain: after a batch of k events, the next has those that arrived meanwhile.
     */
    static double pushed(double rate, double seconds, int most) {
        double load = rate * seconds;
        if (most == 1 || load >= 1) {
            return most;
        }
        int longest = Math.min(most, LONGEST_PUSHED);
        double[] share = new double[longest + 1];
        share[1] = 1;
        double mean = 1;
        for (double before = 0; Math.abs(mean - before) > 1e-6; ) {
            before = mean;
            share = next(share, load);
            mean = 0;
            for (int k = 1; k <= longest; k++) {
                mean += k * share[k];
            }
        }
        return mean;
    }

    private static double[] next(double[] share, double load) {
        double[] next = new double[share.length];
        for (int k = 1; k < share.length; k++) {
            double arriving = load * k;
            double probability = Math.exp(-arriving) * share[k];
            next[1] += probability;
            double left = share[k] - probability;
            for (int j = 1; j < share.length - 1; j++) {
                probability *= arriving / j;
                next[j] += probability;
                left -= probability;
            }
            next[share.length - 1] += left;
        }
        return next;
    }
}

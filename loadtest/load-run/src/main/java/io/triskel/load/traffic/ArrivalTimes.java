package io.triskel.load.traffic;

import io.triskel.load.workload.Phase;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * When events are meant to be sent, in nanoseconds since the start, never descending. The loop is open: nothing that happens to an
 * event delays the next one.
 *
 * <p>For one thread.
 */
public final class ArrivalTimes {
    /** There are no more. */
    public static final long NONE = Long.MAX_VALUE;

    private final LongSupplier times;
    private long next;

    private ArrivalTimes(LongSupplier times) {
        this.times = times;
        this.next = times.getAsLong();
    }

    /** {@return times at equal distances, by the rate of each phase} */
    public static ArrivalTimes uniform(Timeline timeline) {
        return new ArrivalTimes(new ByRate(timeline, () -> 1));
    }

    /** {@return random times, independent of one another, by the rate of each phase: a Poisson process} */
    public static ArrivalTimes poisson(Timeline timeline, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return new ArrivalTimes(new ByRate(timeline, () -> -Math.log(1 - random.nextDouble())));
    }

    /**
     * {@return recorded times up to an end}
     *
     * @param nanos ascending
     * @param end what comes at it or later is left out
     */
    public static ArrivalTimes recorded(long[] nanos, long end) {
        int[] place = {0};
        return new ArrivalTimes(() -> place[0] < nanos.length && nanos[place[0]] < end ? nanos[place[0]++] : NONE);
    }

    /** {@return the next time, without taking it; {@link #NONE} at the end} */
    public long peek() {
        return next;
    }

    /** {@return the next time; {@link #NONE} at the end} */
    public long take() {
        long taken = next;
        next = taken == NONE ? NONE : times.getAsLong();
        return taken;
    }

    /**
     * Times whose expected number grows with the rate: the next one is where the integral of the rate has grown by a step. A phase's
     * rate is a straight line, so that the integral is a quadratic function, which is inverted exactly.
     */
    private static final class ByRate implements LongSupplier {
        private final Timeline timeline;
        private final Step step;
        private int phase;
        private double since;
        private double left;

        ByRate(Timeline timeline, Step step) {
            this.timeline = timeline;
            this.step = step;
            // The first of uniform arrivals comes after half a distance, so that as many come as the integral says, rounded.
            this.left = step.events() / 2;
        }

        @Override
        public long getAsLong() {
            while (phase < timeline.phases().size()) {
                Phase current = timeline.phases().get(phase);
                double length = current.length().toNanos() / 1e9;
                double slope = (current.rateAt(current.length()) - current.rateAt(Duration.ZERO)) / length;
                double rate = current.rateAt(Duration.ZERO) + slope * since;
                double wait = wait(rate, slope, left);
                if (since + wait < length) {
                    since += wait;
                    left = step.events();
                    return timeline.start(phase) + (long) (since * 1e9);
                }
                double rest = length - since;
                left -= rate * rest + slope * rest * rest / 2;
                left = Math.max(0, left);
                since = 0;
                phase++;
            }
            return NONE;
        }

        /** How long until so many events have come, in seconds: the solution of rate * t + slope * t * t / 2 = events. */
        private static double wait(double rate, double slope, double events) {
            double root = rate * rate + 2 * slope * events;
            return root <= 0 ? Double.POSITIVE_INFINITY : 2 * events / (rate + Math.sqrt(root));
        }

        @FunctionalInterface
        private interface Step {
            double events();
        }
    }
}

package io.triskel.load.traffic;

import io.triskel.load.workload.Phase;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
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
        // Start half an event in, so that the count is the rounded integral.
        return new ArrivalTimes(new ByRate(timeline, 0.5, () -> 1));
    }

    /** {@return random times, independent of one another, by the rate of each phase: a Poisson process} */
    public static ArrivalTimes poisson(Timeline timeline, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        DoubleSupplier distance = () -> -Math.log(1 - random.nextDouble());
        return new ArrivalTimes(new ByRate(timeline, distance.getAsDouble(), distance));
    }

    /**
     * {@return recorded times up to an end}
     *
     * @param nanos ascending
     * @param end times at or after it are skipped
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
     * Times whose expected number grows with the rate: each is where the integral of the rate has grown by one more step. A phase's rate is
     * a straight line, so that its integral is a quadratic function, which is inverted exactly, from the start of the phase: rounding
     * errors do not add up.
     */
    private static final class ByRate implements LongSupplier {
        private final Timeline timeline;
        private final DoubleSupplier step;
        private int phase = -1;
        private long length;
        private double rate;
        private double slope;
        private double before;
        private double due;
        private long last;

        /** @param first when the first one comes, in events */
        ByRate(Timeline timeline, double first, DoubleSupplier step) {
            this.timeline = timeline;
            this.step = step;
            this.due = first;
            enter(0);
        }

        @Override
        public long getAsLong() {
            while (phase < timeline.phases().size()) {
                long since = (long) (1e9 * wait(Math.max(0, due - before)));
                if (since < length) {
                    due += step.getAsDouble();
                    last = Math.max(last, timeline.start(phase) + since);
                    return last;
                }
                before += timeline.phases().get(phase).events();
                enter(phase + 1);
            }
            return NONE;
        }

        private void enter(int next) {
            phase = next;
            if (next < timeline.phases().size()) {
                Phase current = timeline.phases().get(next);
                length = current.length().toNanos();
                rate = current.rateAt(Duration.ZERO);
                slope = (current.rateAt(current.length()) - rate) / (length / 1e9);
            }
        }

        /** How long until so many events of the phase have come, in seconds: the solution of rate * t + slope * t * t / 2 = events. */
        private double wait(double events) {
            double root = rate * rate + 2 * slope * events;
            return root < 0 ? Double.POSITIVE_INFINITY : 2 * events / (rate + Math.sqrt(root));
        }
    }
}

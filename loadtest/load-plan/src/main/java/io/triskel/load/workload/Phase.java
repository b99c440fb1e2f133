package io.triskel.load.workload;

import java.time.Duration;

/** A part of a workload. Rates are events per second. */
public sealed interface Phase {
    /** {@return the name of the kind, as in the file} */
    String kind();

    /** {@return how long it lasts; of a capacity search its ramp, after which probes follow} */
    Duration length();

    /**
     * {@return the wanted rate}
     *
     * @param since the start of the phase
     */
    double rateAt(Duration since);

    /** {@return whether its events are in the figures} */
    default boolean counts() {
        return true;
    }

    /** {@return the highest wanted rate} */
    default double peak() {
        return Math.max(rateAt(Duration.ZERO), rateAt(length()));
    }

    /** {@return how many events are meant to be sent} */
    default double events() {
        return (rateAt(Duration.ZERO) + rateAt(length())) / 2 * length().toNanos() / 1e9;
    }

    /** A phase of one rate. */
    sealed interface Constant extends Phase {
        double rate();

        @Override
        default double rateAt(Duration since) {
            return rate();
        }
    }

    /** A phase whose rate grows or falls in a straight line. */
    sealed interface Changing extends Phase {
        double from();

        double to();

        @Override
        default double rateAt(Duration since) {
            double part = (double) since.toNanos() / length().toNanos();
            return from() + (to() - from()) * Math.min(1, Math.max(0, part));
        }
    }

    /** Fills caches and lets code be compiled; not in the figures. */
    record WarmUp(double rate, Duration length) implements Constant {
        public WarmUp {
            Rates.check(rate, length);
        }

        @Override
        public String kind() {
            return "warm-up";
        }

        @Override
        public boolean counts() {
            return false;
        }
    }

    /** What is usual. */
    record Steady(double rate, Duration length) implements Constant {
        public Steady {
            Rates.check(rate, length);
        }

        @Override
        public String kind() {
            return "steady";
        }
    }

    /** From one rate to another. */
    record Ramp(double from, double to, Duration length) implements Changing {
        public Ramp {
            Rates.check(from);
            Rates.check(to, length);
        }

        @Override
        public String kind() {
            return "ramp";
        }
    }

    /** A new rate all at once that stays: how long the consumers need to catch up is measured. */
    record Step(double rate, Duration length) implements Constant {
        public Step {
            Rates.check(rate, length);
        }

        @Override
        public String kind() {
            return "step";
        }
    }

    /** A rate above the others, for a short time. */
    record Spike(double rate, Duration length) implements Constant {
        public Spike {
            Rates.check(rate, length);
        }

        @Override
        public String kind() {
            return "spike";
        }
    }

    /** Consumers are paused meanwhile, then let go. */
    record Backlog(double rate, Duration length) implements Constant {
        public Backlog {
            Rates.check(rate, length);
        }

        @Override
        public String kind() {
            return "backlog";
        }
    }

    /**
     * The search for the highest rate that keeps the objectives: one ramp, then bisection by probes, then confirmation.
     *
     * @param length of the ramp
     * @param probe length of one probe
     * @param precision width of the bracket as a share of its upper end; 0.1% to 50%
     * @param confirm how often the rate that passed must pass again; 0 to 10
     */
    record Capacity(double from, double to, Duration length, Duration probe, double precision, int confirm)
            implements Changing {
        public Capacity {
            Rates.check(from);
            Rates.check(to, length);
            Rates.check(probe);
            if (to <= from) {
                throw new IllegalArgumentException("A capacity search goes upwards, not from " + Numbers.plain(from)
                        + "/s to " + Numbers.plain(to) + "/s");
            }
            if (!(precision >= 0.001) || precision > 0.5) {
                throw new IllegalArgumentException(
                        "The precision of a capacity search is 0.1% to 50%, not " + Numbers.percent(precision));
            }
            if (confirm < 0 || confirm > 10) {
                throw new IllegalArgumentException("A capacity is confirmed 0 to 10 times, not " + confirm);
            }
        }

        @Override
        public String kind() {
            return "capacity";
        }
    }
}

package io.triskel.load.workload;

import java.time.Duration;

/** Rules for the rates and lengths of all phases, and for demands. */
final class Rates {
    static final double MOST = 10_000_000;
    static final Duration LONGEST = Duration.ofDays(30);

    private Rates() {}

    static void check(double rate) {
        if (!(rate > 0) || rate > MOST) {
            throw new IllegalArgumentException("A rate must be above 0 and at most 10,000,000 events per second, not "
                    + Numbers.plain(rate) + "/s");
        }
    }

    static void check(Duration length) {
        if (length.isNegative() || length.isZero() || length.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("A phase must last longer than 0 s and at most 30 days, not "
                    + Numbers.plain(length.toNanos() / 1e9) + " s");
        }
    }

    static void check(double rate, Duration length) {
        check(rate);
        check(length);
    }
}

package io.triskel.load.workload;

import io.triskel.load.yaml.WrongFieldException;
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
        if (isNoLength(length)) {
            throw new IllegalArgumentException("A phase must last longer than 0 s and at most 30 days, not "
                    + Numbers.plain(length.toNanos() / 1e9) + " s");
        }
    }

    /** Checks a rate in a field of this name. */
    static void check(String field, double rate) {
        if (!(rate > 0) || rate > MOST) {
            throw WrongFieldException.range(
                    field, "above 0 and at most 10,000,000 events per second", Numbers.plain(rate) + "/s");
        }
    }

    static void check(double rate, Duration length) {
        check("rate", rate);
        checkLength(length);
    }

    /** Checks the length of a phase, in its field {@code for}. */
    static void checkLength(Duration length) {
        if (isNoLength(length)) {
            throw WrongFieldException.range(
                    "for", "above 0 and at most 30 days", Numbers.plain(length.toNanos() / 1e9) + " s");
        }
    }

    private static boolean isNoLength(Duration length) {
        return length.isNegative() || length.isZero() || length.compareTo(LONGEST) > 0;
    }
}

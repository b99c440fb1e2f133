package io.triskel.load.workload;

import io.triskel.load.yaml.WrongFieldException;
import java.time.Duration;

/** Rules for the rates and lengths of all phases, and for demands. */
final class Rates {
    static final double MOST = 10_000_000;
    static final Duration LONGEST = Duration.ofDays(30);

    private Rates() {}

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
        if (length.isNegative() || length.isZero() || length.compareTo(LONGEST) > 0) {
            throw WrongFieldException.range(
                    "for", "above 0 and at most 30 days", Numbers.plain(length.toNanos() / 1e9) + " s");
        }
    }
}

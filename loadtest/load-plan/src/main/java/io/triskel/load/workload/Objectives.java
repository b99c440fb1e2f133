package io.triskel.load.workload;

import io.triskel.load.yaml.FileField;
import io.triskel.load.yaml.Unit;
import io.triskel.load.yaml.WrongFieldException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A run's objectives. An objective that is not stated is not judged.
 *
 * @param p99 of the latency end to end, from the intended send time
 * @param errors share of the events that could not be sent
 * @param throttled share of the events that were throttled at least once
 * @param lagSlope growth of the backlog as a share of the rate
 * @param lost events that were accepted and never arrived
 * @param reordered events that arrived after a later one of their key
 */
public record Objectives(
        Optional<Duration> p99,
        @FileField(unit = Unit.SHARE) OptionalDouble errors,
        @FileField(unit = Unit.SHARE) OptionalDouble throttled,
        @FileField(unit = Unit.SHARE) OptionalDouble lagSlope,
        @FileField(least = 0) OptionalLong lost,
        @FileField(least = 0) OptionalLong reordered) {
    private static final Duration LONGEST = Duration.ofHours(1);

    public Objectives {
        p99.ifPresent(limit -> {
            if (limit.isNegative() || limit.isZero() || limit.compareTo(LONGEST) > 0) {
                throw WrongFieldException.range(
                        "p99",
                        "above 0 and at most 1 h, the longest time measured",
                        Numbers.plain(limit.toNanos() / 1e9) + " s");
            }
        });
        checkShare("errors", errors);
        checkShare("throttled", throttled);
        checkShare("lag-slope", lagSlope);
        checkCount("lost", lost);
        checkCount("reordered", reordered);
    }

    /** {@return objectives that every run meets} */
    public static Objectives none() {
        return new Objectives(
                Optional.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    private static void checkShare(String name, OptionalDouble share) {
        share.ifPresent(value -> {
            if (!(value >= 0) || value > 1) {
                throw WrongFieldException.range(name, "0% to 100%", Numbers.percent(value));
            }
        });
    }

    private static void checkCount(String name, OptionalLong count) {
        count.ifPresent(value -> {
            if (value < 0) {
                throw WrongFieldException.range(name, "0 or more", value);
            }
        });
    }
}

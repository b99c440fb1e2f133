package io.triskel.load.report.limit;

import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.result.Evidence;
import java.util.OptionalDouble;

/**
 * A limit beside what was measured.
 *
 * @param allowed by the limit for all units that the stack was given, absent if their number is unknown
 * @param measured in the limit's unit, of the whole service
 * @param share of the limit, of all units that the stack was given
 * @param status what that means
 */
public record LimitCheck(
        Limit limit,
        TargetRun target,
        OptionalDouble allowed,
        OptionalDouble measured,
        OptionalDouble share,
        Status status) {
    /** Below this share of a limit, a run says nothing about it. */
    private static final double PRESSED = 0.8;

    /** Above this one, the service took more than documented; what lies between is the error of a count over some seconds. */
    private static final double EXCEEDED = 1.01;

    /** What a run says about a limit. */
    public enum Status {
        WITHIN("within"),
        OVER("over"),
        NOT_REACHED("not reached"),
        NOT_MEASURED("not measured"),
        NOT_COMPARABLE("not comparable");

        private final String words;

        Status(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    static LimitCheck of(Limit limit, TargetRun target) {
        OptionalDouble measured = limit.measure().of(target);
        OptionalDouble allowed = allowed(limit, target);
        if (measured.isEmpty()) {
            return new LimitCheck(limit, target, allowed, measured, OptionalDouble.empty(), Status.NOT_MEASURED);
        }
        if (target.evidence() != Evidence.CLOUD || allowed.isEmpty() || !target.isValid()) {
            return new LimitCheck(limit, target, allowed, measured, OptionalDouble.empty(), Status.NOT_COMPARABLE);
        }
        double share = measured.getAsDouble() / allowed.getAsDouble();
        Status status = share > EXCEEDED ? Status.OVER : share >= PRESSED ? Status.WITHIN : Status.NOT_REACHED;
        return new LimitCheck(limit, target, allowed, measured, OptionalDouble.of(share), status);
    }

    private static OptionalDouble allowed(Limit limit, TargetRun target) {
        double units =
                limit.per().map(unit -> target.units().getOrDefault(unit, 0.0)).orElse(1.0);
        return units > 0 ? OptionalDouble.of(limit.value() * units) : OptionalDouble.empty();
    }
}

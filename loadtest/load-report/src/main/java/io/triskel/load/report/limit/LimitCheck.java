package io.triskel.load.report.limit;

import io.triskel.load.report.merge.TargetRun;
import io.triskel.load.result.Evidence;
import java.util.OptionalDouble;

/**
 * A limit compared with what was measured.
 *
 * @param allowed the limit of all the stack's units together; absent if their number is unknown
 * @param measured what the whole service did, in the limit's unit
 * @param share the measured share of what is allowed
 * @param status the verdict
 */
public record LimitCheck(
        Limit limit,
        TargetRun target,
        OptionalDouble allowed,
        OptionalDouble measured,
        OptionalDouble share,
        Status status) {
    /** A run that used less than this share of a limit says nothing about it. */
    private static final double PRESSED = 0.8;

    /** Above this share the service took more than documented. Shares from 1 to this one are the error of counting over some seconds. */
    private static final double EXCEEDED = 1.01;

    /** The verdict of a run on a limit. */
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

package io.triskel.load.report.merge;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A figure of a target compared with the same figure of an earlier run.
 *
 * @param change share of the earlier value; absent if the earlier value is 0, or if either value is never
 */
public record FigureChange(
        TargetRun target, Figure figure, Estimate before, Estimate now, Optional<Double> change, Verdict verdict) {
    /** Whether an earlier run was better. */
    public enum Verdict {
        WORSE("worse"),
        BETTER("better"),
        SAME("no demonstrated difference"),
        UNKNOWN("unknown: one repetition");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /** {@return every figure that both runs have} */
    public static List<FigureChange> of(LoadRun baseline, LoadRun run) {
        List<FigureChange> comparisons = new ArrayList<>();
        for (TargetRun target : run.targets()) {
            Optional<TargetRun> earlier =
                    baseline.target(target.id()).filter(one -> one.evidence() == target.evidence());
            for (Figure figure : Figure.all()) {
                Optional<Estimate> before = earlier.flatMap(one -> one.estimate(figure));
                Optional<Estimate> now = target.estimate(figure);
                if (before.isPresent() && now.isPresent()) {
                    comparisons.add(of(target, figure, before.get(), now.get()));
                }
            }
        }
        return comparisons;
    }

    private static FigureChange of(TargetRun target, Figure figure, Estimate before, Estimate now) {
        Optional<Double> change = before.value() == 0 || before.isNever() || now.isNever()
                ? Optional.empty()
                : Optional.of(now.value() / before.value() - 1);
        return new FigureChange(target, figure, before, now, change, verdict(figure, before, now));
    }

    private static Verdict verdict(Figure figure, Estimate before, Estimate now) {
        boolean apart = figure.isExact() ? now.value() != before.value() : now.isApartFrom(before);
        if (apart) {
            return now.value() > before.value() ? Verdict.WORSE : Verdict.BETTER;
        }
        boolean known = figure.isExact()
                || (now.interval().isPresent() && before.interval().isPresent());
        return known ? Verdict.SAME : Verdict.UNKNOWN;
    }
}

package io.triskel.benchmarks.ratio;

import io.triskel.benchmarks.ratio.RatioRun.Round;
import java.util.List;
import java.util.function.Function;

/**
 * The result of a comparison. A ratio is the median of the rounds' own ratios: each divides two samples taken right after each
 * other.
 */
public final class RatioResult {
    private final RatioRun comparison;
    private final List<Round> rounds;

    RatioResult(RatioRun comparison, List<Round> rounds) {
        this.comparison = comparison;
        this.rounds = List.copyOf(rounds);
    }

    /** {@return what was compared} */
    public RatioRun comparison() {
        return comparison;
    }

    /** {@return how many rounds count} */
    public int rounds() {
        return rounds.size();
    }

    /** {@return the median of the rounds' ratios of ours to the baseline} */
    public double ratio(RatioMeasure measure) {
        return Medians.median(ratios(measure));
    }

    /** {@return the ratio below which this share of the rounds lies, such as a quarter} */
    public double ratio(RatioMeasure measure, double share) {
        return Medians.quantile(ratios(measure), share);
    }

    /** {@return the median of the baseline} */
    public double baseline(RatioMeasure measure) {
        return median(measure, Round::baseline);
    }

    /** {@return the median of ours} */
    public double candidate(RatioMeasure measure) {
        return median(measure, Round::candidate);
    }

    /** {@return whether the goal is reached} */
    public boolean reached(Goal goal) {
        return goal.measure().reaches(ratio(goal.measure()), goal.ratio());
    }

    /** {@return whether all goals are reached} */
    public boolean reachedAll() {
        return comparison.goals().stream().allMatch(this::reached);
    }

    private List<Double> ratios(RatioMeasure measure) {
        return rounds.stream().map(round -> round.ratio(measure)).toList();
    }

    private double median(RatioMeasure measure, Function<Round, Sample> side) {
        return Medians.median(rounds.stream().map(side).map(measure::of).toList());
    }
}

package io.triskel.benchmarks.ratio;

import io.triskel.benchmarks.ratio.Comparison.Round;
import java.util.List;
import java.util.function.Function;

/**
 * The result of a comparison. A ratio is the median of the rounds' own ratios: each divides two samples taken right after each
 * other.
 */
public final class Outcome {
    private final Comparison comparison;
    private final List<Round> rounds;

    Outcome(Comparison comparison, List<Round> rounds) {
        this.comparison = comparison;
        this.rounds = List.copyOf(rounds);
    }

    /** {@return what was compared} */
    public Comparison comparison() {
        return comparison;
    }

    /** {@return how many rounds count} */
    public int rounds() {
        return rounds.size();
    }

    /** {@return the median of the rounds' ratios of ours to the baseline} */
    public double ratio(Measure measure) {
        return Figures.median(ratios(measure));
    }

    /** {@return the ratio below which this share of the rounds lies, such as a quarter} */
    public double ratio(Measure measure, double share) {
        return Figures.quantile(ratios(measure), share);
    }

    /** {@return the median of the baseline} */
    public double baseline(Measure measure) {
        return median(measure, Round::baseline);
    }

    /** {@return the median of ours} */
    public double candidate(Measure measure) {
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

    private List<Double> ratios(Measure measure) {
        return rounds.stream().map(round -> round.ratio(measure)).toList();
    }

    private double median(Measure measure, Function<Round, Sample> side) {
        return Figures.median(rounds.stream().map(side).map(measure::of).toList());
    }
}

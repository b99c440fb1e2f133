package io.triskel.load.evaluate.score;

import io.triskel.load.size.plan.Range;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;

/**
 * The figures of the clouds behind their scores, each with its span.
 *
 * @param lessIsBetter whether the least figure is the best
 */
public record Figures(Map<String, Range> byCloud, boolean lessIsBetter) {
    public Figures {
        byCloud = Map.copyOf(byCloud);
    }

    public Range of(String cloud) {
        return byCloud.getOrDefault(cloud, Range.ZERO);
    }

    Map<String, Range> scores() {
        return lessIsBetter ? Formula.least(byCloud) : Formula.most(byCloud);
    }

    /** {@return whether every span ends, so that a figure can be drawn within it} */
    boolean hasEnds() {
        return byCloud.values().stream().allMatch(range -> Double.isFinite(range.high()));
    }

    /** {@return the best of all figures} */
    double best(Collection<Double> all) {
        return lessIsBetter ? Collections.min(all) : Collections.max(all);
    }

    /** {@return the score of a figure beside the best one} */
    double score(double own, double best) {
        return lessIsBetter ? Formula.score(best, own) : Formula.score(own, best);
    }
}

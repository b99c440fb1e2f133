package io.triskel.load.evaluate.score;

import io.triskel.load.size.plan.Range;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;

/** Turns the figures of clouds into scores from 0 to 10, and the bounds of figures into bounds of scores. Alone, a figure is the best. */
final class Formula {
    static final double BEST = 10;

    private Formula() {}

    /** {@return 10 x least / own} */
    static Map<String, Range> least(Map<String, Range> figures) {
        return each(figures, cloud -> {
            Range own = figures.getOrDefault(cloud, Range.ZERO);
            Range others = others(cloud, figures, Math::min);
            return new Range(
                    score(others.low(), own.high()),
                    score(others.likely(), own.likely()),
                    score(others.high(), own.low()));
        });
    }

    /** {@return 10 x own / highest} */
    static Map<String, Range> most(Map<String, Range> figures) {
        return each(figures, cloud -> {
            Range own = figures.getOrDefault(cloud, Range.ZERO);
            Range others = others(cloud, figures, Math::max);
            return new Range(
                    score(own.low(), others.high()),
                    score(own.likely(), others.likely()),
                    score(own.high(), others.low()));
        });
    }

    private static Map<String, Range> each(Map<String, Range> figures, Function<String, Range> score) {
        Map<String, Range> scores = new TreeMap<>();
        figures.keySet()
                .forEach(cloud -> scores.put(cloud, figures.size() == 1 ? Range.exactly(BEST) : score.apply(cloud)));
        return scores;
    }

    private static Range others(String cloud, Map<String, Range> figures, DoubleBinaryOperator best) {
        return figures.entrySet().stream()
                .filter(one -> !one.getKey().equals(cloud))
                .map(Map.Entry::getValue)
                .reduce((left, right) -> new Range(
                        best.applyAsDouble(left.low(), right.low()),
                        best.applyAsDouble(left.likely(), right.likely()),
                        best.applyAsDouble(left.high(), right.high())))
                .orElseThrow(() -> new IllegalArgumentException("Figures of at least two clouds are expected"));
    }

    /** {@return at most 10, which the best figure gets; two figures of 0 are equal} */
    static double score(double numerator, double denominator) {
        return numerator >= denominator ? BEST : BEST * numerator / denominator;
    }
}

package io.triskel.load.report.html;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A criterion whose weight a reader may move.
 *
 * @param id of the criterion
 * @param name for people
 * @param basis measured, computed, limits, judged or missing
 * @param scores low, likely and high by cloud, of 0 to 10; empty if evidence is missing
 * @param figures low and high by cloud, if scores are made of figures that have spans
 * @param lessIsBetter whether the least figure is the best
 */
public record Weighted(
        String id,
        String name,
        String basis,
        double weight,
        Map<String, double[]> scores,
        Map<String, double[]> figures,
        boolean lessIsBetter) {
    public Weighted {
        // In one order, so that the same criteria make the same page.
        scores = Collections.unmodifiableMap(new TreeMap<>(scores));
        figures = Collections.unmodifiableMap(new TreeMap<>(figures));
    }

    static double sum(Collection<Weighted> criteria) {
        return criteria.stream().mapToDouble(Weighted::weight).sum();
    }

    Optional<Double> low(String cloud) {
        return Optional.ofNullable(scores.get(cloud)).map(score -> score[0]);
    }

    Optional<Double> width(String cloud) {
        return Optional.ofNullable(scores.get(cloud)).map(score -> score[2] - score[0]);
    }
}

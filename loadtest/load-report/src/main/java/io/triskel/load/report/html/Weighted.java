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
 */
public record Weighted(String id, String name, String basis, double weight, Map<String, double[]> scores) {
    public Weighted {
        // In one order, so that the same criteria make the same page.
        scores = Collections.unmodifiableMap(new TreeMap<>(scores));
    }

    static double sum(Collection<Weighted> criteria) {
        return criteria.stream().mapToDouble(Weighted::weight).sum();
    }

    Optional<Double> likely(String cloud) {
        return Optional.ofNullable(scores.get(cloud)).map(score -> score[1]);
    }
}

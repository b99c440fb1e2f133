package io.triskel.load.report.result;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code ./triskel evaluate --json} wrote beside the results. Its texts are in its own language.
 *
 * @param clouds that are scored, in their order
 * @param profile whose weights they are
 * @param region us or eu
 * @param verdict its first sentence
 * @param leader the cloud that it names, if any
 * @param reasons what the verdict rests on
 * @param scoredShare which share of the weight is scored
 * @param scoredAtLeast which share must be, before a cloud may lead
 * @param totals by cloud, of what is scored; empty if nothing is
 * @param reach by cloud, where its total could lie if what is missing scored 0 to 10
 * @param firstByWeights by cloud, in which share of invented weightings it stands first; empty if unknown
 * @param firstByAll the same, with scores anywhere within their bounds and what is missing anywhere from 0 to 10
 */
public record Evaluation(
        String language,
        List<String> clouds,
        String profile,
        String region,
        String verdict,
        Optional<String> leader,
        List<String> reasons,
        double scoredShare,
        double scoredAtLeast,
        Map<String, Score> totals,
        Map<String, Score> reach,
        Map<String, Double> firstByWeights,
        Map<String, Double> firstByAll,
        List<Criterion> criteria) {
    public Evaluation {
        clouds = List.copyOf(clouds);
        reasons = List.copyOf(reasons);
        totals = Map.copyOf(totals);
        reach = Map.copyOf(reach);
        firstByWeights = Map.copyOf(firstByWeights);
        firstByAll = Map.copyOf(firstByAll);
        criteria = List.copyOf(criteria);
    }

    /** {@return whether anything with a weight was measured on the clouds themselves} */
    public boolean isMeasured() {
        return criteria.stream().anyMatch(one -> one.basis().equals("measured") && one.weight() > 0);
    }

    /**
     * One criterion.
     *
     * @param basis measured, computed, limits, judged or missing
     * @param scores by cloud, of 0 to 10; empty where evidence is missing
     * @param firstPlaceChanges at which weight another cloud comes first, if at any
     */
    public record Criterion(
            String id,
            String name,
            String basis,
            double weight,
            Map<String, Score> scores,
            Optional<Change> firstPlaceChanges) {
        public Criterion {
            // In one order, so that the same evaluation makes the same report.
            scores = Collections.unmodifiableMap(new TreeMap<>(scores));
        }

        public boolean isScored() {
            return !scores.isEmpty();
        }

        /** {@return the score of a cloud; one that is scored has one of each} */
        public Score score(String cloud) {
            return Objects.requireNonNull(scores.get(cloud), cloud);
        }
    }

    /** A score with its bounds. */
    public record Score(double low, double likely, double high) {}

    /**
     * A weight at which the order changes.
     *
     * @param above whether {@code ahead} is first above it, or below it
     */
    public record Change(double threshold, boolean above, String ahead) {}
}

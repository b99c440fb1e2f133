package io.triskel.load.evaluate.criteria;

import java.util.Map;
import java.util.Optional;

/**
 * A question, its weight, and what may answer it: the first of measured, computed, limits and judged for which there is evidence on
 * every cloud.
 *
 * @param weight 0 to 100, relative to the others
 * @param limits by cloud; empty, or all clouds
 * @param judged by cloud; empty, or all clouds
 * @param missing what is not known, if nothing answers
 */
public record Criterion(
        String id,
        double weight,
        Phrase name,
        Phrase question,
        Optional<ScoredMeasure> measured,
        Optional<Computation> computed,
        Map<String, Documented> limits,
        Map<String, Judgement> judged,
        Phrase missing) {
    public Criterion {
        limits = Map.copyOf(limits);
        judged = Map.copyOf(judged);
    }
}

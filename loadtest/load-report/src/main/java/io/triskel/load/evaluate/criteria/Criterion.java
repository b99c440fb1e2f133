package io.triskel.load.evaluate.criteria;

import java.util.Map;
import java.util.Optional;

/**
 * A question, its weight, and the kinds of evidence that may answer it. The first of measured, computed and judged that covers every
 * cloud in question answers it.
 *
 * @param weight 0 to 100, relative to the others
 * @param judged one per cloud, or empty
 * @param missing what is unknown if there is no evidence
 */
public record Criterion(
        String id,
        double weight,
        Phrase name,
        Phrase question,
        Optional<ScoredMeasure> measured,
        Optional<Computation> computed,
        Map<String, Judgement> judged,
        Phrase missing) {
    public Criterion {
        judged = Map.copyOf(judged);
    }
}

package io.triskel.load.evaluate.criteria;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A question, its weight, and the kinds of evidence that may answer it. The first of measured, computed and judged that covers every
 * cloud in question answers it.
 *
 * @param weight 0 to 100, relative to the others
 * @param judged by cloud, of which the first that is true of the priced offer counts; may be empty
 * @param missing what is unknown if there is no evidence
 */
public record Criterion(
        String id,
        double weight,
        Phrase name,
        Phrase question,
        Optional<ScoredMeasure> measured,
        Optional<Computation> computed,
        Map<String, List<Judgement>> judged,
        Phrase missing) {
    public Criterion {
        judged = Map.copyOf(judged);
    }

    /** {@return the judgement of a cloud that is true of an offer} */
    public Optional<Judgement> judgement(String cloud, Optional<String> offer) {
        return judged.getOrDefault(cloud, List.of()).stream()
                .filter(one -> one.covers(offer))
                .findFirst();
    }
}

package io.triskel.load.evaluate.score;

import io.triskel.load.evaluate.criteria.Criterion;
import io.triskel.load.evaluate.criteria.Phrase;
import io.triskel.load.size.plan.Range;
import java.util.Map;

/**
 * A criterion with its evidence.
 *
 * @param weight of the profile
 * @param scores 0 to 10 by cloud, with bounds where the evidence has some; empty if the basis is missing
 * @param why by cloud, what the score says
 * @param note what is missing, or what all clouds have in common
 */
public record Scored(
        Criterion criterion,
        double weight,
        Basis basis,
        Map<String, Range> scores,
        Map<String, Phrase> why,
        Phrase note) {
    public Scored {
        scores = Map.copyOf(scores);
        why = Map.copyOf(why);
        if (basis == Basis.MISSING && !scores.isEmpty()) {
            throw new IllegalArgumentException("What is missing has no scores");
        }
    }

    public boolean isScored() {
        return basis != Basis.MISSING;
    }

    public Range score(String cloud) {
        return scores.getOrDefault(cloud, Range.ZERO);
    }
}

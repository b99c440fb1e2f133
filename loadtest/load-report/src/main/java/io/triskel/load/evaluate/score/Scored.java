package io.triskel.load.evaluate.score;

import io.triskel.load.evaluate.criteria.Criterion;
import io.triskel.load.evaluate.criteria.Phrase;
import io.triskel.load.size.plan.Range;
import java.util.Map;
import java.util.Optional;

/**
 * A criterion with its evidence.
 *
 * @param weight of the profile
 * @param scores 0 to 10 by cloud, with bounds if the evidence has some; empty if the basis is missing
 * @param why the reason of each cloud's score
 * @param note what is missing, or what applies to all clouds; empty if the kind of evidence says it all
 * @param figures behind the scores, if they have spans to draw from
 */
public record Scored(
        Criterion criterion,
        double weight,
        Basis basis,
        Map<String, Range> scores,
        Map<String, Phrase> why,
        Optional<Phrase> note,
        Optional<Figures> figures) {
    /** A criterion whose scores are not made of figures. */
    public Scored(
            Criterion criterion,
            double weight,
            Basis basis,
            Map<String, Range> scores,
            Map<String, Phrase> why,
            Optional<Phrase> note) {
        this(criterion, weight, basis, scores, why, note, Optional.empty());
    }

    public Scored {
        scores = Map.copyOf(scores);
        why = Map.copyOf(why);
        if (basis == Basis.MISSING && !scores.isEmpty()) {
            throw new IllegalArgumentException("Missing evidence has no scores");
        }
    }

    public boolean isScored() {
        return basis != Basis.MISSING;
    }

    public Range score(String cloud) {
        return scores.getOrDefault(cloud, Range.ZERO);
    }

    public boolean isCost() {
        return basis == Basis.COMPUTED && criterion.computed().isPresent();
    }
}

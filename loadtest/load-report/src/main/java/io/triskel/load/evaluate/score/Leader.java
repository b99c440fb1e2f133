package io.triskel.load.evaluate.score;

import io.triskel.load.size.plan.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a cloud leads.
 *
 * @param leader empty if there is any reason against naming one
 * @param against why no cloud may be named; empty if one is
 */
public record Leader(Optional<String> leader, List<Reason> against) {
    /** Why no cloud leads. */
    public enum Reason {
        NO_OFFER_QUALIFIES,
        NOTHING_MEASURED,
        TOO_LITTLE_SCORED,
        EVIDENCE_OVERLAPS,
        MISSING_COULD_CHANGE
    }

    public Leader {
        against = List.copyOf(against);
    }

    static Leader of(Evaluation evaluation) {
        if (evaluation.candidates().isEmpty()) {
            return new Leader(Optional.empty(), List.of(Reason.NO_OFFER_QUALIFIES));
        }
        List<Reason> against = new ArrayList<>();
        if (!evaluation.isMeasured()) {
            against.add(Reason.NOTHING_MEASURED);
        }
        if (evaluation.share() < evaluation.least()) {
            against.add(Reason.TOO_LITTLE_SCORED);
        }
        String first = evaluation.order().get(0);
        // The only cloud that passes the gates has nobody to be ahead of.
        double ahead = evaluation.candidates().stream()
                .filter(cloud -> !cloud.equals(first))
                .mapToDouble(cloud -> leastAhead(evaluation, first, cloud))
                .min()
                .orElse(Double.POSITIVE_INFINITY);
        double unknown = Formula.BEST * (evaluation.weight() - evaluation.scoredWeight());
        if (!(ahead > 0)) {
            against.add(Reason.EVIDENCE_OVERLAPS);
        }
        if (unknown > 0 && !(ahead > unknown)) {
            against.add(Reason.MISSING_COULD_CHANGE);
        }
        return new Leader(against.isEmpty() ? Optional.of(first) : Optional.empty(), against);
    }

    /** The least lead of a cloud over another in weighted points, within the bounds of the evidence. */
    private static double leastAhead(Evaluation evaluation, String first, String other) {
        return evaluation.scored().stream()
                .mapToDouble(row -> {
                    Range own = row.score(first);
                    Range theirs = row.score(other);
                    return row.weight() * (own.low() - theirs.high());
                })
                .sum();
    }
}

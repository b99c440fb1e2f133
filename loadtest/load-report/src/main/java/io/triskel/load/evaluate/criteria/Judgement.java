package io.triskel.load.evaluate.criteria;

import io.triskel.load.size.plan.Range;
import java.util.List;
import java.util.Optional;

/**
 * An opinion on one cloud, and its reason.
 *
 * @param only beginnings of the names of offers of which it is true; empty means all
 * @param score 0 to 10
 * @param agreeing a second source that says the same
 */
public record Judgement(List<String> only, double score, Phrase why, Source source, Optional<Source> agreeing) {
    /** How far a score may be wrong: two readers of one page differ by this much. */
    public static final double WIDTH = 2;

    /** The same if two sources agree on the fact; how many points it is worth remains an opinion. */
    public static final double AGREED_WIDTH = 1;

    private static final double BEST = 10;

    public Judgement {
        only = List.copyOf(only);
    }

    /** {@return whether it is true of an offer} Without an offer every judgement is. */
    public boolean covers(Optional<String> offer) {
        return only.isEmpty() || offer.isEmpty() || only.stream().anyMatch(offer.get()::startsWith);
    }

    /** {@return the scores that other readers could give} */
    public Range range() {
        double width = agreeing.isPresent() ? AGREED_WIDTH : WIDTH;
        return new Range(Math.max(0, score - width), score, Math.min(BEST, score + width));
    }
}

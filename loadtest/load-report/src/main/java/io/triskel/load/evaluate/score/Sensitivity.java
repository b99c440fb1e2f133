package io.triskel.load.evaluate.score;

import io.triskel.load.size.plan.Range;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * Finds the changes of one weight that change the order of the totals. The difference of two weighted sums is linear in each weight, and
 * dividing by the sum of weights does not change its sign, so the weight at which the difference is 0 is exact.
 */
public final class Sensitivity {
    /** Totals that differ by less are equal: the difference is rounding. */
    static final double EQUAL = 1e-9;

    /** How far beyond a weight the order is looked at. */
    private static final double BEYOND = 1e-6;

    private final Evaluation evaluation;

    public Sensitivity(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    /** {@return the smallest change of a criterion's weight after which two clouds change places} */
    public Optional<Change> order(Scored row) {
        return smallest(row, (first, other) -> true);
    }

    /** {@return the smallest change of a criterion's weight after which another cloud is first} */
    public Optional<Change> first(Scored row) {
        List<String> order = evaluation.order();
        return smallest(row, (first, other) -> first.equals(order.get(0)));
    }

    /** {@return the smallest change of one criterion's weight after which this cloud is first} */
    Optional<Change> putsFirst(String cloud) {
        return evaluation.scored().stream()
                .flatMap(row -> evaluation.candidates().stream()
                        .filter(other -> difference(other, cloud) > EQUAL)
                        .flatMap(other -> change(row, other, cloud).stream()))
                .filter(change -> isFirst(cloud, change))
                .min(Comparator.comparingDouble(Change::size));
    }

    private boolean isFirst(String cloud, Change change) {
        double beyond = change.threshold()
                + Math.copySign(BEYOND, change.threshold() - change.row().weight());
        double moved = beyond - change.row().weight();
        return evaluation.candidates().stream()
                .filter(other -> !other.equals(cloud))
                .allMatch(other -> difference(cloud, other)
                                + moved
                                        * (change.row().score(cloud).likely()
                                                - change.row().score(other).likely())
                        > 0);
    }

    /**
     * {@return how far the criterion alone can move the difference between the first two totals, of which a missing criterion is a part
     * with scores from 0 to 10}
     */
    public double swing(Scored row) {
        List<String> order = evaluation.order();
        if (order.size() < 2 || !(evaluation.weight() > 0)) {
            return 0;
        }
        double width = order.stream()
                .limit(2)
                .map(cloud -> row.isScored() ? row.score(cloud) : new Range(0, 0, Formula.BEST))
                .mapToDouble(score -> score.high() - score.low())
                .sum();
        return width * row.weight() / evaluation.weight();
    }

    private Optional<Change> smallest(Scored row, BiPredicate<String, String> wanted) {
        List<Change> changes = pairs().filter(pair -> wanted.test(pair.get(0), pair.get(1)))
                .flatMap(pair -> change(row, pair.get(0), pair.get(1)).stream())
                .sorted(Comparator.comparingDouble(Change::size))
                .toList();
        // If several clouds overtake at the same weight, the one that gains most by the change is ahead beyond it.
        return changes.stream()
                .takeWhile(change -> change.size() - changes.get(0).size() <= EQUAL)
                .max(Comparator.comparingDouble(change -> gain(row, change)));
    }

    private static double gain(Scored row, Change change) {
        double score = row.score(change.ahead()).likely();
        return change.isUp() ? score : -score;
    }

    /** Every pair of clouds with different totals, the one that is ahead first. */
    private Stream<List<String>> pairs() {
        List<String> clouds = evaluation.candidates();
        return clouds.stream()
                .flatMap(one -> clouds.stream()
                        .filter(other -> difference(one, other) > EQUAL)
                        .map(other -> List.of(one, other)));
    }

    private Optional<Change> change(Scored row, String first, String other) {
        double slope = row.score(first).likely() - row.score(other).likely();
        if (!row.isScored() || Math.abs(slope) <= EQUAL) {
            return Optional.empty();
        }
        double threshold = row.weight() - difference(first, other) / slope;
        return threshold > EQUAL ? Optional.of(new Change(row, threshold, first, other)) : Optional.empty();
    }

    double difference(String one, String other) {
        return evaluation.scored().stream()
                .mapToDouble(row -> row.weight()
                        * (row.score(one).likely() - row.score(other).likely()))
                .sum();
    }
}

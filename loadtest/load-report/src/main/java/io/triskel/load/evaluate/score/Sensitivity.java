package io.triskel.load.evaluate.score;

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
        String present = evaluation.order().get(0);
        return smallest(row, (first, other) -> first.equals(present));
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
        List<String> clouds = evaluation.clouds().ids();
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

    private double difference(String one, String other) {
        return evaluation.scored().stream()
                .mapToDouble(row -> row.weight()
                        * (row.score(one).likely() - row.score(other).likely()))
                .sum();
    }
}

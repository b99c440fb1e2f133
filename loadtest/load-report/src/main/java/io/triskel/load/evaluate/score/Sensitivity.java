package io.triskel.load.evaluate.score;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * Which change of one weight changes the order of the totals. The difference of two totals is linear in each weight, and what it is
 * divided by has no part in its sign, so the weight at which it is nought is exact.
 */
public final class Sensitivity {
    /** Totals that differ by less are equal: what is left of rounding. */
    static final double EQUAL = 1e-9;

    private final Evaluation evaluation;

    public Sensitivity(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    /** {@return the smallest change of a criterion's weight after which any two clouds stand in another order} */
    public Optional<Change> order(Scored row) {
        return smallest(row, (first, other) -> true);
    }

    /** {@return the smallest change of a criterion's weight after which another cloud stands first} */
    public Optional<Change> first(Scored row) {
        String present = evaluation.order().get(0);
        return smallest(row, (first, other) -> first.equals(present));
    }

    private Optional<Change> smallest(Scored row, BiPredicate<String, String> wanted) {
        List<Change> changes = pairs().filter(pair -> wanted.test(pair.get(0), pair.get(1)))
                .flatMap(pair -> change(row, pair.get(0), pair.get(1)).stream())
                .sorted(Comparator.comparingDouble(Change::size))
                .toList();
        // Of several clouds that overtake at one weight, the one that gains most by the change is ahead beyond it.
        return changes.stream()
                .takeWhile(change -> change.size() - changes.get(0).size() <= EQUAL)
                .max(Comparator.comparingDouble(change -> gain(row, change)));
    }

    private static double gain(Scored row, Change change) {
        double score = row.score(change.ahead()).likely();
        return change.isUp() ? score : -score;
    }

    /** Both ways, of two clouds that are not equal: who is ahead, who is behind. */
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

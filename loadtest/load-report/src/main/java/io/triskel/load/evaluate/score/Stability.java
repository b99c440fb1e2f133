package io.triskel.load.evaluate.score;

import io.triskel.load.size.plan.Range;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How often each cloud is ahead of all others if weights and evidence lie elsewhere within what is known: each weight between half and one
 * and a half times the real one, each judgement anywhere within its width, each figure anywhere within its span. The page's
 * {@code weights.js} computes the same shares from the same random numbers for weights that a reader has moved.
 *
 * @param byEvidence without what is missing; empty if nothing is scored
 * @param byAll with missing scores anywhere from 0 to 10; empty if no criterion has a weight
 */
public record Stability(Map<String, Double> byEvidence, Map<String, Double> byAll) {
    /** How many weightings are drawn. */
    public static final int DRAWS = 2_000;

    private static final int SEED = 42;

    public Stability {
        byEvidence = Map.copyOf(byEvidence);
        byAll = Map.copyOf(byAll);
    }

    /** {@return the stability of an evaluation; the same evaluation always has the same} */
    public static Stability of(Evaluation evaluation) {
        List<String> clouds = evaluation.candidates();
        Count byEvidence = new Count(clouds);
        Count byAll = new Count(clouds);
        Draw draw = new Draw();
        for (int i = 0; i < DRAWS && !clouds.isEmpty(); i++) {
            Map<String, Double> known = new TreeMap<>();
            Map<String, Double> any = new TreeMap<>();
            for (Scored row : evaluation.rows()) {
                double weight = row.weight() * (0.5 + draw.next());
                draw.scores(row, clouds).forEach((cloud, score) -> {
                    known.merge(cloud, row.isScored() ? weight * score : 0, Double::sum);
                    any.merge(cloud, weight * score, Double::sum);
                });
            }
            byEvidence.add(known);
            byAll.add(any);
        }
        return new Stability(
                evaluation.hasTotals() ? byEvidence.shares() : Map.of(),
                evaluation.weight() > 0 ? byAll.shares() : Map.of());
    }

    /** {@return a cloud's share without what is missing} */
    public OptionalDouble byEvidence(String cloud) {
        return of(byEvidence, cloud);
    }

    /** {@return a cloud's share with all scores that are possible} */
    public OptionalDouble byAll(String cloud) {
        return of(byAll, cloud);
    }

    private static OptionalDouble of(Map<String, Double> shares, String cloud) {
        return shares.containsKey(cloud) ? OptionalDouble.of(shares.getOrDefault(cloud, 0.0)) : OptionalDouble.empty();
    }

    /** How often each cloud was first. */
    private static final class Count {
        private final List<String> clouds;
        private final Map<String, Integer> first = new TreeMap<>();

        Count(List<String> clouds) {
            this.clouds = clouds;
        }

        void add(Map<String, Double> sums) {
            for (String cloud : clouds) {
                double own = sums.getOrDefault(cloud, 0.0);
                if (sums.entrySet().stream()
                        .allMatch(
                                other -> other.getKey().equals(cloud) || own - other.getValue() > Sensitivity.EQUAL)) {
                    first.merge(cloud, 1, Integer::sum);
                }
            }
        }

        Map<String, Double> shares() {
            return clouds.stream()
                    .collect(Collectors.toMap(cloud -> cloud, cloud -> first.getOrDefault(cloud, 0) / (double) DRAWS));
        }
    }

    /** Numbers from 0 to 1 by a linear congruential generator of 32 bits, which the page's script has, too. */
    private static final class Draw {
        private static final double ALL = 0x1p32;

        private int state = SEED;

        double next() {
            state = state * 1_664_525 + 1_013_904_223;
            return Integer.toUnsignedLong(state) / ALL;
        }

        /** {@return a score for each cloud, drawn within its bounds or made of figures drawn within theirs} */
        Map<String, Double> scores(Scored row, List<String> clouds) {
            Map<String, Double> drawn = new LinkedHashMap<>();
            for (String cloud : clouds) {
                Range within = row.figures()
                        .map(figures -> figures.of(cloud))
                        .orElse(row.isScored() ? row.score(cloud) : new Range(0, 0, Formula.BEST));
                drawn.put(cloud, within.low() + next() * (within.high() - within.low()));
            }
            row.figures().ifPresent(figures -> {
                double best = figures.best(List.copyOf(drawn.values()));
                drawn.replaceAll((cloud, figure) -> figures.score(figure, best));
            });
            return drawn;
        }
    }
}

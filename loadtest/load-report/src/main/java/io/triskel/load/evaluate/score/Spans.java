package io.triskel.load.evaluate.score;

import io.triskel.load.size.plan.Range;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the span of the costs does to the ranking. */
public final class Spans {
    private final Evaluation evaluation;
    private final Optional<Scored> cost;

    public Spans(Evaluation evaluation) {
        this.evaluation = evaluation;
        this.cost = evaluation.scored().stream()
                .filter(row -> row.isCost() && row.figures().isPresent())
                .findFirst();
    }

    /** {@return the criterion, if costs are computed} */
    public Optional<Scored> cost() {
        return cost;
    }

    /** {@return the clouds that are cheapest for some costs within the spans} */
    public List<String> cheapest() {
        Optional<Figures> figures = cost.flatMap(Scored::figures);
        return figures.map(all -> evaluation.candidates().stream()
                        .filter(cloud -> evaluation.candidates().stream()
                                .allMatch(other ->
                                        all.of(cloud).low() <= all.of(other).high()))
                        .toList())
                .orElse(List.of());
    }

    /**
     * {@return the clouds whose total is the highest at some ends of the spans, all else as it is likely} Scores are made anew from the costs
     * at each choice of ends, because bounds of scores do not hold together: only one cost is the cheapest.
     */
    public List<String> firstByCost() {
        List<String> clouds = evaluation.candidates();
        Set<String> first = new TreeSet<>();
        cost.ifPresent(row -> {
            for (int ends = 0; ends < 1 << clouds.size(); ends++) {
                first.addAll(firstAt(row, ends));
            }
        });
        return clouds.stream().filter(first::contains).toList();
    }

    /** {@return the clouds whose total is the highest if the costs of those with a bit are at their upper ends, and others at their lower} */
    private List<String> firstAt(Scored row, int ends) {
        List<String> clouds = evaluation.candidates();
        Map<String, Range> usd = new TreeMap<>();
        for (int i = 0; i < clouds.size(); i++) {
            Range span = row.figures().orElseThrow().of(clouds.get(i));
            usd.put(clouds.get(i), Range.exactly((ends >> i & 1) == 1 ? span.high() : span.low()));
        }
        Map<String, Double> totals = new TreeMap<>();
        new Figures(usd, true)
                .scores()
                .forEach((cloud, score) -> totals.put(
                        cloud,
                        evaluation.scored().stream()
                                .mapToDouble(one -> one.weight()
                                        * (one.isCost()
                                                ? score.likely()
                                                : one.score(cloud).likely()))
                                .sum()));
        double best = Collections.max(totals.values());
        return clouds.stream()
                .filter(cloud -> best - totals.getOrDefault(cloud, 0.0) <= Sensitivity.EQUAL)
                .toList();
    }

    /** {@return the clouds whose total is the highest for some judgements within their widths, all else as it is likely} */
    public List<String> firstByJudgement() {
        return evaluation.candidates().stream()
                .filter(cloud -> evaluation.candidates().stream()
                        .filter(other -> !other.equals(cloud))
                        .allMatch(other -> most(cloud, other) > -Sensitivity.EQUAL))
                .toList();
    }

    private double most(String cloud, String other) {
        return evaluation.scored().stream()
                .mapToDouble(row -> {
                    Range own = row.score(cloud);
                    Range theirs = row.score(other);
                    return row.weight()
                            * (row.basis() == Basis.JUDGED
                                    ? own.high() - theirs.low()
                                    : own.likely() - theirs.likely());
                })
                .sum();
    }
}

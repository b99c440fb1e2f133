package io.triskel.load.evaluate.score;

import io.triskel.load.size.plan.Range;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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

    /** {@return the clouds whose total is the highest for some costs within the spans, all else as it is likely} */
    public List<String> firstByCost() {
        return first(Scored::isCost);
    }

    /** {@return the clouds whose total is the highest for some judgements within their widths, all else as it is likely} */
    public List<String> firstByJudgement() {
        return first(row -> row.basis() == Basis.JUDGED);
    }

    private List<String> first(Function<Scored, Boolean> varies) {
        return evaluation.candidates().stream()
                .filter(cloud -> evaluation.candidates().stream()
                        .filter(other -> !other.equals(cloud))
                        .allMatch(other -> most(cloud, other, varies) > -Sensitivity.EQUAL))
                .toList();
    }

    private double most(String cloud, String other, Function<Scored, Boolean> varies) {
        return evaluation.scored().stream()
                .mapToDouble(row -> {
                    Range own = row.score(cloud);
                    Range theirs = row.score(other);
                    return row.weight()
                            * (varies.apply(row) ? own.high() - theirs.low() : own.likely() - theirs.likely());
                })
                .sum();
    }
}

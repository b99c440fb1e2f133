package io.triskel.load.evaluate.score;

import io.triskel.load.size.plan.Range;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What would have to be true for one cloud to have the highest total: each way alone, with all else as it is likely.
 *
 * @param isFirst whether it has the highest total now; then each way says what would end that
 * @param cost US dollars a month at which its total equals the highest other one; empty if no cost does
 * @param spanHas whether that cost lies within the cloud's span
 * @param weight the nearest weight of one criterion
 * @param judgement whether judgements within their widths do
 * @param missing by how many points it must beat the highest other total on every missing criterion; empty if nothing is missing
 */
public record Choice(
        String cloud,
        boolean isFirst,
        OptionalDouble cost,
        boolean spanHas,
        Optional<Change> weight,
        boolean judgement,
        OptionalDouble missing) {
    private static final double FACTOR = 1000;
    private static final int HALVINGS = 60;

    /** {@return the way of each compared cloud; none if there is no other to compare with} */
    public static List<Choice> of(Evaluation evaluation) {
        List<String> order = evaluation.order();
        return order.size() < 2 || !evaluation.hasTotals()
                ? List.of()
                : evaluation.candidates().stream()
                        .map(cloud -> of(evaluation, cloud, order))
                        .toList();
    }

    private static Choice of(Evaluation evaluation, String cloud, List<String> order) {
        boolean isFirst = cloud.equals(order.get(0));
        String rival = order.get(isFirst ? 1 : 0);
        Sensitivity sensitivity = new Sensitivity(evaluation);
        Spans spans = new Spans(evaluation);
        OptionalDouble cost =
                spans.cost().map(row -> equalAt(evaluation, row, cloud)).orElse(OptionalDouble.empty());
        Range span = spans.cost()
                .flatMap(Scored::figures)
                .map(figures -> figures.of(cloud))
                .orElse(Range.ZERO);
        Optional<Change> weight = isFirst
                ? evaluation.scored().stream()
                        .flatMap(row -> sensitivity.first(row).stream())
                        .min((one, other) -> Double.compare(one.size(), other.size()))
                : sensitivity.putsFirst(cloud);
        List<String> judged = spans.firstByJudgement();
        double missing = evaluation.weight() - evaluation.scoredWeight();
        return new Choice(
                cloud,
                isFirst,
                cost,
                cost.isPresent() && span.low() <= cost.getAsDouble() && cost.getAsDouble() <= span.high(),
                weight,
                isFirst ? judged.size() > 1 : judged.contains(cloud),
                missing > 0
                        ? OptionalDouble.of(sensitivity.difference(order.get(0), isFirst ? rival : cloud) / missing)
                        : OptionalDouble.empty());
    }

    /** {@return the cost of the cloud at which its total equals the highest other one, if there is one within a factor of a thousand} */
    private static OptionalDouble equalAt(Evaluation evaluation, Scored row, String cloud) {
        double likely = row.figures().orElseThrow().of(cloud).likely();
        double low = likely / FACTOR;
        double high = likely * FACTOR;
        if (lead(evaluation, row, cloud, low) <= 0 || lead(evaluation, row, cloud, high) >= 0) {
            return OptionalDouble.empty();
        }
        for (int i = 0; i < HALVINGS; i++) {
            double middle = Math.sqrt(low * high);
            if (lead(evaluation, row, cloud, middle) > 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return OptionalDouble.of(high);
    }

    /** How far the cloud is ahead of the highest other total at another cost, in weighted points; it falls as the cost rises. */
    private static double lead(Evaluation evaluation, Scored row, String cloud, double usd) {
        TreeMap<String, Range> costs = new TreeMap<>();
        row.figures()
                .orElseThrow()
                .byCloud()
                .forEach((one, range) -> costs.put(one, Range.exactly(one.equals(cloud) ? usd : range.likely())));
        Map<String, Range> scores = new Figures(costs, true).scores();
        Sensitivity sensitivity = new Sensitivity(evaluation);
        return evaluation.candidates().stream()
                .filter(other -> !other.equals(cloud))
                .mapToDouble(other -> sensitivity.difference(cloud, other)
                        + row.weight()
                                * (likely(scores.get(cloud))
                                        - likely(scores.get(other))
                                        - row.score(cloud).likely()
                                        + row.score(other).likely()))
                .min()
                .orElse(0);
    }

    private static double likely(@Nullable Range score) {
        return score == null ? 0 : score.likely();
    }
}

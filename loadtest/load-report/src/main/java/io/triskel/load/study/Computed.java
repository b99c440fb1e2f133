package io.triskel.load.study;

import io.triskel.load.evaluate.criteria.Phrase;
import io.triskel.load.evaluate.score.Evaluation;
import io.triskel.load.evaluate.score.Qualification;
import io.triskel.load.evaluate.score.Stability;
import io.triskel.load.report.words.Words;
import io.triskel.load.size.plan.Plan;
import io.triskel.load.size.plan.Range;
import io.triskel.load.workload.Demand;
import java.util.LinkedHashMap;
import java.util.Map;

/** The figures of one evaluation, by their ids: costs, offers, scores, shares of draws and the rates of the workload. */
final class Computed {
    private final Evaluation evaluation;
    private final Units units;
    private final Map<String, Figure> figures = new LinkedHashMap<>();

    private Computed(Evaluation evaluation, Units units) {
        this.evaluation = evaluation;
        this.units = units;
    }

    static Map<String, Figure> of(Evaluation evaluation, Units units) {
        Computed computed = new Computed(evaluation, units);
        evaluation.entries().forEach(computed::costs);
        computed.scores();
        evaluation.profile().workload().ifPresent(workload -> computed.rates(workload.demand()));
        return computed.figures;
    }

    private void costs(Qualification entry) {
        entry.priced().ifPresent(plan -> {
            String cost = id("cost", entry.cloud());
            Range usd = plan.usdAMonth();
            put(cost, amount(usd), "USD a month");
            put(cost + ".low", amount(Range.exactly(usd.low())), "USD a month");
            put(cost + ".high", amount(Range.exactly(usd.high())), "USD a month");
            put(id("offer", entry.cloud()), name(plan), "");
        });
    }

    private Value name(Plan plan) {
        return new Value.Name(
                Phrase.of(language -> Words.in(language, evaluation.clouds()).offer(plan.name())));
    }

    private void scores() {
        Stability stability = Stability.of(evaluation);
        for (String cloud : evaluation.candidates()) {
            put(id("score", cloud), new Value.Amount(evaluation.total(cloud), 1), "");
            put(id("score", cloud) + ".missing", new Value.Amount(evaluation.reach(cloud), 1), "");
            stability.byEvidence(cloud).ifPresent(share -> put(id("first", cloud), percent(share), Unit.PERCENT));
        }
        put("scored." + evaluation.profile().name(), percent(evaluation.share()), Unit.PERCENT);
    }

    private void rates(Demand demand) {
        String unit = demand.orders() ? "orders/s" : "events/s";
        String workload = "workload." + evaluation.profile().name();
        put(workload + ".mean", amount(Range.exactly(demand.mean())), unit);
        put(workload + ".peak", amount(Range.exactly(demand.peak())), unit);
    }

    private String id(String kind, String cloud) {
        return kind + "." + evaluation.profile().name() + "." + cloud;
    }

    private static Value amount(Range range) {
        return new Value.Amount(range, Value.Amount.THREE_DIGITS);
    }

    private static Value percent(double share) {
        return new Value.Amount(Range.exactly(100 * share), 0);
    }

    private void put(String id, Value value, String unit) {
        String command = "`./triskel evaluate --profile " + evaluation.profile().name() + "`";
        figures.put(id, Figure.computed(id, value, units.find(unit), command, evaluation.prices()));
    }
}

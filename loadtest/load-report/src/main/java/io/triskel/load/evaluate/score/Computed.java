package io.triskel.load.evaluate.score;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.evaluate.criteria.Computation;
import io.triskel.load.evaluate.criteria.Phrase;
import io.triskel.load.size.Sizing;
import io.triskel.load.size.plan.Plan;
import io.triskel.load.size.plan.Range;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.workload.Workload;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Scores from what {@code ./triskel size} computes for a workload. */
final class Computed {
    /** The score of an offer that carries the peak only after a default quota is raised. */
    private static final double ON_REQUEST = 5;

    private static final Phrase UNVERIFIED = new Phrase(
            ", on a price or a rate that is unverified or another region's",
            ", sur un prix ou un débit non vérifié ou d’une autre région");

    private final Clouds clouds;
    private final Map<String, List<Plan>> plans;
    private final PriceBook prices;

    private Computed(Clouds clouds, Map<String, List<Plan>> plans, PriceBook prices) {
        this.clouds = clouds;
        this.plans = plans;
        this.prices = prices;
    }

    /**
     * {@return all offers for a workload}
     *
     * @param region in place of the workload's own, if given
     */
    static Computed of(Clouds clouds, Workload workload, Optional<String> region) {
        Sizing sizing = Sizing.of(workload, region, clouds);
        Map<String, List<Plan>> plans = sizing.answers().stream()
                .collect(Collectors.toMap(answer -> answer.cloud().name(), Sizing.Answer::plans));
        return new Computed(clouds, plans, sizing.prices());
    }

    Optional<Answer> answer(Computation computation) {
        return switch (computation) {
            case COST -> cost();
            case CARRIES -> Optional.of(carries());
        };
    }

    private Optional<Answer> cost() {
        Map<String, Plan> best = new TreeMap<>();
        plans.forEach((cloud, all) -> Plan.cheapest(all).ifPresent(plan -> best.put(cloud, plan)));
        if (best.size() < clouds.ids().size()) {
            return Optional.empty();
        }
        Map<String, Range> dollars = new TreeMap<>();
        Map<String, Phrase> why = new TreeMap<>();
        best.forEach((cloud, plan) -> {
            dollars.put(cloud, plan.usdAMonth());
            why.put(
                    cloud,
                    Phrase.of(language -> FigureText.range(plan.usdAMonth(), language)
                            + new Phrase(" USD a month", " USD par mois").in(language)
                            + " (" + plan.name()
                            + (plan.verified() ? "" : UNVERIFIED.in(language))
                            + ")"));
        });
        Phrase note = new Phrase(
                "Cheapest offer that carries the workload, list prices of " + prices.asOf() + " (" + prices.name()
                        + ").",
                "L’offre la moins chère qui porte la charge, prix publics du " + prices.asOf() + " (" + prices.name()
                        + ").");
        return Optional.of(new Answer(Basis.COMPUTED, Formula.least(dollars), why, note));
    }

    private Answer carries() {
        Map<String, Range> scores = new TreeMap<>();
        Map<String, Phrase> why = new TreeMap<>();
        for (String cloud : clouds.ids()) {
            List<Plan> complete = plans.getOrDefault(cloud, List.of()).stream()
                    .filter(Plan::complete)
                    .toList();
            Optional<Plan> free =
                    complete.stream().filter(plan -> plan.exceeded().isEmpty()).findFirst();
            Optional<Plan> raised = complete.stream().filter(Plan::carries).findFirst();
            scores.put(cloud, Range.exactly(free.isPresent() ? Formula.BEST : raised.isPresent() ? ON_REQUEST : 0));
            why.put(cloud, carried(free, raised));
        }
        return new Answer(
                Basis.COMPUTED,
                scores,
                why,
                new Phrase(
                        "From documented limits, at a target load of 70%. It says that the peak fits, not how much more would.",
                        "D’après les limites documentées, à 70 % de charge visée. Cela dit que la pointe passe, et non ce qui"
                                + " passerait en plus."));
    }

    private static Phrase carried(Optional<Plan> free, Optional<Plan> raised) {
        return free.map(plan -> new Phrase(
                        "the peak fits within default quotas (" + plan.name() + ")",
                        "la pointe tient dans les quotas par défaut (" + plan.name() + ")"))
                .or(() -> raised.map(plan -> new Phrase(
                        "the peak fits once a default quota is raised (" + plan.name() + ")",
                        "la pointe tient une fois un quota relevé (" + plan.name() + ")")))
                .orElse(new Phrase("no offer carries the peak", "aucune offre ne porte la pointe"));
    }
}

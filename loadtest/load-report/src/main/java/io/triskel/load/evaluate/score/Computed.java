package io.triskel.load.evaluate.score;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.evaluate.criteria.Computation;
import io.triskel.load.evaluate.criteria.Phrase;
import io.triskel.load.report.words.Language;
import io.triskel.load.report.words.Words;
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
                            + new Phrase(" USD a month", "\u00a0USD par mois").in(language)
                            + (plan.verified() ? "" : FigureText.UNVERIFIED)
                            + " (" + offer(plan, language) + ")"));
        });
        Phrase note = new Phrase(
                "The cheapest offer that carries the workload, at list prices of " + prices.asOf() + " ("
                        + prices.name() + ").",
                "L’offre la moins chère qui porte la charge, aux prix publics du " + prices.asOf() + " ("
                        + prices.name() + ").");
        return Optional.of(new Answer(Basis.COMPUTED, Formula.least(dollars), why, Optional.of(note)));
    }

    private String offer(Plan plan, Language language) {
        return Words.in(language, clouds).offer(plan.name());
    }

    private Answer carries() {
        Map<String, Range> scores = new TreeMap<>();
        Map<String, Phrase> why = new TreeMap<>();
        for (String cloud : clouds.ids()) {
            List<Plan> complete = plans.getOrDefault(cloud, List.of());
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
                Optional.of(new Phrase(
                        "From documented limits, with units planned to 70% of their capacity. The score says that the peak fits,"
                                + " not how much more would.",
                        "D’après les limites documentées, chaque unité étant prévue à 70\u00a0% de sa capacité. La note dit que la"
                                + " pointe passe, et non ce qui passerait en plus.")));
    }

    private Phrase carried(Optional<Plan> free, Optional<Plan> raised) {
        return free.map(plan ->
                        with(plan, "the peak fits the default quotas", "la pointe tient dans les quotas par défaut"))
                .or(() -> raised.map(plan -> with(
                        plan,
                        "the peak fits if a default quota is raised",
                        "la pointe tient si un quota par défaut est relevé")))
                .orElse(new Phrase("no offer carries the peak", "aucune offre ne porte la pointe"));
    }

    private Phrase with(Plan plan, String english, String french) {
        return Phrase.of(language -> new Phrase(english, french).in(language) + " (" + offer(plan, language) + ")");
    }
}

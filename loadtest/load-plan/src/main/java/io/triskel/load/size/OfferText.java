package io.triskel.load.size;

import io.triskel.load.size.offer.Offer;
import io.triskel.load.size.offer.Role;
import io.triskel.load.size.plan.Exceeded;
import io.triskel.load.size.plan.Gate;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Plan;
import io.triskel.load.size.plan.Ranking;
import io.triskel.load.size.plan.Sized;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The offers that were tried, for people. */
final class OfferText {
    private final Sizing sizing;
    private final Currency currency;
    private final WrappedText page;

    OfferText(Sizing sizing, Currency currency, WrappedText page) {
        this.sizing = sizing;
        this.currency = currency;
        this.page = page;
    }

    /** The best three of each cloud, and the reasons of a cloud that has none. */
    void table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("cloud", currency.code() + "/million", "a month", "scripts", "offer"));
        for (Sizing.Answer answer : sizing.answers()) {
            Ranking ranking = new Ranking(answer.plans());
            Set<String> choices = choices(answer.plans());
            ranking.best().ifPresent(best -> rows.add(row(best, choices)));
            ranking.next().forEach(plan -> rows.add(row(plan, choices)));
        }
        if (rows.size() > 1) {
            page.blank().table(rows, 1, 3);
        }
        sizing.answers().stream().filter(answer -> answer.best().isEmpty()).forEach(this::refusals);
    }

    /** {@return the offers of parts that there is more than one offer for} */
    private static Set<String> choices(List<Plan> plans) {
        Map<Role, Set<String>> names = new EnumMap<>(Role.class);
        plans.forEach(plan -> plan.parts()
                .forEach(part -> names.computeIfAbsent(part.offer().role(), none -> new LinkedHashSet<>())
                        .add(part.name())));
        return names.values().stream()
                .filter(alike -> alike.size() > 1)
                .flatMap(Set::stream)
                .collect(Collectors.toSet());
    }

    private List<String> row(Plan plan, Set<String> choices) {
        Need need = sizing.need();
        return List.of(
                plan.cloud(),
                currency.show(plan.usdAMillion(need).likely()),
                currency.show(plan.usdAMonth().likely()) + (plan.verified() ? "  " : " *"),
                plan.deployable() ? "deploy" : "-",
                plan.parts().stream()
                        .filter(part -> part.offer().role() == Role.BUS || choices.contains(part.name()))
                        .map(Sized::name)
                        .collect(Collectors.joining(" + ")));
    }

    /** One reason for each bus and function, so that what has to change is seen. */
    private void refusals(Sizing.Answer answer) {
        Set<String> reasons = new LinkedHashSet<>();
        for (Plan plan : answer.plans()) {
            for (Sized part : plan.parts()) {
                part.exceeded().stream()
                        .filter(one -> !one.onRequest())
                        .findFirst()
                        .ifPresent(one -> reasons.add(reason(part, one)));
            }
        }
        page.blank();
        reasons.forEach(reason -> page.wrapped("", reason, 2));
    }

    private static String reason(Sized part, Exceeded one) {
        return part.name() + ": " + one.what() + ". Fix: " + one.wayOut()
                + (one.fact().isEmpty() ? "" : " [" + one.fact() + "]");
    }

    /** {@return what the cheapest plan is, of how many, and what no script deploys} */
    static String tried(Ranking ranking, Plan best) {
        String missing = missing(best);
        return "cheapest of " + ranking.plans().size() + " offers tried"
                + (missing.isEmpty() ? "" : "; priced, not deployable: no script here deploys " + missing);
    }

    private static String missing(Plan plan) {
        return plan.parts().stream()
                .map(Sized::offer)
                .filter(offer -> offer.deploy().isEmpty())
                .map(Offer::name)
                .collect(Collectors.joining(", "));
    }

    /** Why each other offer of a cloud was not taken. */
    void others(Sizing.Answer answer) {
        Ranking ranking = new Ranking(answer.plans());
        page.blank().line("other offers of " + answer.cloud().name() + ", each in the best plan that has it:");
        ranking.others().forEach(other -> page.wrapped("  ", other.offer().name() + ": " + why(ranking, other), 4));
        answer.cloud()
                .unpriced()
                .forEach(offer -> page.wrapped(
                        "  ",
                        offer.name() + ": no price found. " + offer.unpriced().orElse(""),
                        4));
        answer.best().stream()
                .flatMap(best -> best.parts().stream())
                .flatMap(part -> part.offer().commitments().stream().map(one -> part.name() + ": " + one))
                .forEach(one -> page.wrapped("  commitment  ", one, 14));
    }

    private String why(Ranking ranking, Ranking.Other other) {
        String deployed = other.offer().deploy().isPresent() ? "" : "; not deployable";
        return other.fails()
                .map(gate -> gate.why() + " [" + cited(gate) + "]")
                .orElseGet(() ->
                        ranking.best().map(best -> more(best, other) + deployed).orElse("qualifies"));
    }

    private static String cited(Gate gate) {
        return gate.fact().isEmpty() ? gate.id() : gate.id() + ", " + gate.fact();
    }

    private String more(Plan best, Ranking.Other other) {
        double usd = other.plan().usdAMonth().likely() - best.usdAMonth().likely();
        double percent = 100 * usd / best.usdAMonth().likely();
        return String.format(
                Locale.ROOT,
                "%s more a month (+%.0f%%), most of it for %s",
                currency.show(usd),
                percent,
                other.dearer(best).orElse("nothing"));
    }
}

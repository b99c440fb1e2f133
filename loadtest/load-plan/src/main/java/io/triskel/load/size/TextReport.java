package io.triskel.load.size;

import io.triskel.load.size.plan.Alternative;
import io.triskel.load.size.plan.BillLine;
import io.triskel.load.size.plan.Bound;
import io.triskel.load.size.plan.Latency;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.NotCounted;
import io.triskel.load.size.plan.Plan;
import io.triskel.load.size.plan.Ranking;
import io.triskel.load.size.plan.Reliance;
import io.triskel.load.size.plan.Sized;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A sizing for people: the answer first, then the other offers, then the requested details. */
final class TextReport {
    private static final int INDENT = 7;

    private final Sizing sizing;
    private final Currency currency;
    private final WrappedText page = new WrappedText();

    private TextReport(Sizing sizing, Currency currency) {
        this.sizing = sizing;
        this.currency = currency;
    }

    static String of(Sizing sizing, Currency currency, boolean details) {
        TextReport report = new TextReport(sizing, currency);
        report.head();
        sizing.answers().forEach(report::answer);
        new OfferText(sizing, currency, report.page).table();
        report.marks();
        report.idle(details);
        if (details) {
            OfferText offers = new OfferText(sizing, currency, report.page);
            sizing.answers().forEach(answer -> {
                answer.best().ifPresent(report::details);
                offers.others(answer);
            });
            report.orchestrators();
        } else {
            report.page
                    .blank()
                    .line(
                            "--details lists items, limits and why other offers were not taken; --curves shows cost by rate.");
        }
        return report.page.toString();
    }

    private void head() {
        Need need = sizing.need();
        page.wrapped(
                "",
                String.format(
                        Locale.ROOT,
                        "%s: %s events/s on average, %s at the peak, of %,d B; %s; region %s",
                        sizing.workload().name(),
                        rate(need.mean()),
                        rate(need.peak()),
                        need.size(),
                        need.orders()
                                ? "orders"
                                : need.consumers() == 1 ? "1 consumer" : need.consumers() + " consumers",
                        need.region()),
                2);
        if (need.orders()) {
            page.wrapped(
                    "  ",
                    String.format(
                            Locale.ROOT,
                            "%s orders/s, of %.1f events each; %d functions%s read the bus, %.1f of them work on an"
                                    + " event; %d deliveries in a row from placed to seen",
                            rate(sizing.workload().demand().mean()),
                            need.traffic().perOrder(),
                            need.consumers(),
                            need.traffic().archive() ? " and an archive" : "",
                            need.traffic().wanted(),
                            need.traffic().inARow()),
                    2);
        }
        page.wrapped(
                "",
                String.format(
                        Locale.ROOT,
                        "Computed from documented limits and list prices of %s (%s), at a target load of %.0f%%."
                                + " Nothing was run.",
                        sizing.prices().asOf(),
                        sizing.prices().name(),
                        need.load() * 100),
                2);
        page.blank();
    }

    private void answer(Sizing.Answer answer) {
        String cloud =
                String.format(Locale.ROOT, "%-" + INDENT + "s", answer.cloud().name());
        Optional<Plan> best = answer.best();
        if (best.isEmpty()) {
            page.line(cloud + "no offer carries it; reasons and fixes are below");
            return;
        }
        Plan plan = best.get();
        page.wrapped(
                cloud,
                currency.show(plan.usdAMillion(sizing.need())) + " " + currency.code() + " per million events, "
                        + currency.show(plan.usdAMonth()) + " a month" + (plan.verified() ? "" : " *"),
                INDENT);
        Ranking ranking = new Ranking(answer.plans());
        page.wrapped(" ".repeat(INDENT), plan.name() + ": " + units(plan), INDENT);
        page.wrapped(" ".repeat(INDENT), OfferText.tried(ranking, plan), INDENT + 2);
        if (!plan.deployable()) {
            page.wrapped(
                    " ".repeat(INDENT),
                    ranking.deployable()
                            .map(deployed -> "deployed by scripts here: " + deployed.name() + ", "
                                    + currency.show(deployed.usdAMonth()) + " a month")
                            .orElse("no offer that scripts here deploy carries it"),
                    INDENT + 2);
        }
        plan.exceeded()
                .forEach(quota -> page.wrapped(
                        " ".repeat(INDENT),
                        "quota to raise: " + quota.what() + (quota.fact().isEmpty() ? "" : " [" + quota.fact() + "]"),
                        INDENT + 2));
        page.wrapped(" ".repeat(INDENT), latency(plan), INDENT);
        page.wrapped(
                " ".repeat(INDENT), Reliance.of(plan.items(), sizing.prices()).toString(), INDENT + 2);
    }

    private static String units(Plan plan) {
        String units = units(plan.bus());
        return plan.function().map(one -> units + "; " + units(one)).orElse(units);
    }

    private static String units(Sized sized) {
        String units =
                String.format(Locale.ROOT, "%,d %s%s", sized.units(), sized.unit(), sized.units() == 1 ? "" : "s");
        return sized.binding().map(bound -> units + limit(sized, bound)).orElse(units);
    }

    private static String limit(Sized sized, Bound bound) {
        return sized.units() == 1 && bound.units() < 0.5
                ? String.format(
                        Locale.ROOT,
                        ", nearest limit: %s (%s of it at the peak)",
                        bound.limit(),
                        percent(bound.units()))
                : String.format(Locale.ROOT, ", bound by %s (%s at the peak)", bound.limit(), figure(bound.units()));
    }

    private static String percent(double share) {
        return share < 0.01 ? "below 1%" : String.format(Locale.ROOT, "%.0f%%", share * 100);
    }

    private static String figure(double units) {
        return units > 0 && units < 0.1 ? "below 0.1" : String.format(Locale.ROOT, "%,.1f", units);
    }

    private static String latency(Plan plan) {
        Latency latency = plan.latency();
        return "latency "
                + (latency.delivery().known()
                        ? latency.told()
                        : latency.delivery().how());
    }

    private void marks() {
        page.blank()
                .wrapped(
                        "* ",
                        "based on an unverified price or rate, or on another region's price because this region's was"
                                + " not found",
                        2)
                .wrapped(
                        "",
                        "Logs are in the upper bound only, unless --logs or the workload says how much is kept. Not counted, as"
                                + " --details estimates: free grants, cold starts, taxes, support and more.",
                        0);
    }

    /** The demo's cost without any order, next to the cost of its orders. */
    private void idle(boolean details) {
        if (!sizing.need().orders()) {
            return;
        }
        page.blank().line("The demo as deployed by infra/CLOUD/deploy.sh, without any orders:");
        for (Sizing.Answer answer : sizing.answers()) {
            IdleCost idle = IdleCost.of(
                    answer.cloud().name(), sizing.prices(), sizing.need().region());
            page.line(String.format(
                    Locale.ROOT,
                    "%-" + INDENT + "s%s %s a month%s",
                    answer.cloud().name(),
                    currency.show(idle.usdAMonth()),
                    currency.code(),
                    idle.verified() ? "" : " *"));
            if (details) {
                idle.items()
                        .forEach(item -> page.wrapped(
                                " ".repeat(INDENT),
                                item.usd().isPresent()
                                        ? currency.show(item.usd().getAsDouble()) + "  " + item.what()
                                        : "not added  " + item.what(),
                                INDENT + 2));
            }
        }
    }

    private void details(Plan plan) {
        page.blank().line(plan.cloud() + ", " + plan.name());
        List<List<String>> rows = new ArrayList<>();
        for (BillLine item : plan.items()) {
            rows.add(List.of(
                    "  " + item.group(),
                    item.name(),
                    item.counted() ? currency.show(item.usdAnHour().likely() * 730) : "not added",
                    source(item),
                    item.how()));
        }
        rows.add(0, List.of("  for", "item", currency.code() + "/month", "price", "how"));
        page.table(rows, 2, 3);
        for (Sized sized : plan.parts()) {
            for (Bound bound : sized.bounds()) {
                page.wrapped(
                        "  limit  ",
                        bound.limit() + ": " + figure(bound.units()) + " at the peak [" + bound.fact() + "]",
                        9);
            }
            sized.notes().forEach(note -> page.wrapped("  note   ", note, 9));
        }
        Latency latency = plan.latency();
        if (latency.path().size() > 1) {
            latency.hops().forEach(hop -> page.wrapped("  latency  ", hop, 11));
        }
        notCounted(plan);
    }

    private void notCounted(Plan plan) {
        for (NotCounted one : NotCounted.of(sizing.need(), plan, sizing.prices())) {
            String amount = one.usdAMonth().isPresent()
                    ? currency.show(one.usdAMonth().getAsDouble()) + " " + currency.code() + " a month"
                    : "unknown";
            page.wrapped("  not counted  ", one.what() + ": " + amount + "; " + one.how(), 15);
        }
    }

    private static String source(BillLine item) {
        return item.price()
                .map(price -> price.id() + (price.usd().isEmpty() || item.verified() ? "" : " *"))
                .orElse("not in the file");
    }

    private void orchestrators() {
        List<List<String>> rows = new ArrayList<>();
        for (Sizing.Answer answer : sizing.answers()) {
            for (Alternative one :
                    answer.cloud().orchestrators(sizing.prices(), sizing.need().region())) {
                rows.add(
                        List.of("  " + answer.cloud().name(), one.name(), currency.show(one.usdAMillion()), one.how()));
            }
        }
        if (sizing.need().orders() && !rows.isEmpty()) {
            page.blank()
                    .line("A managed orchestrator instead of the saga, " + currency.code()
                            + " per million orders, without functions:");
            page.table(rows, 2, 3);
        }
    }

    static String rate(double rate) {
        return rate >= 100 ? String.format(Locale.ROOT, "%,.0f", rate) : String.format(Locale.ROOT, "%.3g", rate);
    }
}

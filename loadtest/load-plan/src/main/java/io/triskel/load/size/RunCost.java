package io.triskel.load.size;

import io.triskel.load.size.plan.Amounts;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Offers;
import io.triskel.load.size.plan.Plan;
import io.triskel.load.size.plan.Terms;
import io.triskel.load.size.plan.Traffic;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.workload.FunctionWork;
import io.triskel.load.workload.Level;
import io.triskel.load.workload.Phase;
import io.triskel.load.workload.Workload;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The cost of one run of a workload on a cloud, by list prices: a price per sent event plus a price per hour. If the deployed offer is not
 * named, the most expensive one counts.
 *
 * @param offer its name
 * @param events that are sent at most; a capacity search may send less
 * @param hours that it takes at most
 */
public record RunCost(String cloud, String offer, double usdAnEvent, double usdAnHour, double events, double hours) {
    private static final Duration LOOK = Duration.ofMillis(1);
    private static final long MEMORY = 512L << 20;

    public double usd() {
        return usdAnEvent * events + usdAnHour * hours;
    }

    /**
     * {@return the cost of the most expensive offer that carries the workload, or of the most expensive of all, if none does}
     *
     * @param deployed prefixes of the names of offers that may be deployed; if none matches on the cloud, any may be
     */
    public static RunCost of(Workload workload, Offers cloud, PriceBook prices, String region, List<String> deployed) {
        double events = workload.phases().stream().mapToDouble(RunCost::events).sum();
        double seconds = workload.phases().stream()
                .mapToDouble(phase -> seconds(phase, workload))
                .sum();
        double hours = (seconds + seconds(workload.drain())) / Amounts.SECONDS_AN_HOUR;
        double peak = workload.phases().stream().mapToDouble(Phase::peak).max().orElseThrow();
        double perEvent =
                workload.level() == Level.PIPELINE ? Traffic.ofOrders().perOrder() : 1;
        Need stated = need(workload, region, events / hours / Amounts.SECONDS_AN_HOUR * perEvent, peak * perEvent);
        Need need = Stream.of(stated, archived(stated))
                .filter(one -> !named(cloud.plans(one, prices), deployed).isEmpty())
                .findFirst()
                .orElse(stated);
        return runnable(cloud.plans(need, prices), deployed).stream()
                .map(plan -> of(plan, cloud, need, prices, perEvent, events, hours))
                .max(Comparator.comparing((Costed one) -> one.carries).thenComparingDouble(one -> one.cost.usd()))
                .orElseThrow()
                .cost;
    }

    /** An archive reads the pipeline's bus, and on Azure whatever is in its namespace. */
    static Need archived(Need need) {
        return need.with(need.traffic().archived(), need.orders());
    }

    private static List<Plan> named(List<Plan> all, List<String> deployed) {
        return all.stream()
                .filter(plan -> deployed.stream().anyMatch(plan.name()::startsWith))
                .toList();
    }

    /** {@return the named offers, with what scripts deploy next to them, or else all} */
    private static List<Plan> runnable(List<Plan> all, List<String> deployed) {
        List<Plan> named = named(all, deployed);
        List<Plan> ours = named.stream().filter(Plan::deployable).toList();
        return named.isEmpty() ? all : ours.isEmpty() ? named : ours;
    }

    private record Costed(boolean carries, RunCost cost) {}

    private static Costed of(
            Plan plan, Offers cloud, Need need, PriceBook prices, double perEvent, double events, double hours) {
        return new Costed(
                plan.carries(),
                new RunCost(
                        cloud.name(),
                        plan.name(),
                        usdOfUse(plan, cloud, need, prices) / need.eventsAnHour() * perEvent,
                        usdOfUnits(plan, cloud, need, prices),
                        events,
                        hours));
    }

    /** {@return what an hour of a plan costs at most while nothing is sent} */
    public static double usdOfUnits(Plan plan, Offers cloud, Need need, PriceBook prices) {
        return Math.max(0, plan.usdAnHour().high() - usdOfUse(plan, cloud, need, prices));
    }

    /** The cost of use grows with the mean rate, the cost of units with the peak alone: half the mean tells them apart. */
    private static double usdOfUse(Plan plan, Offers cloud, Need need, PriceBook prices) {
        double all = plan.usdAnHour().high();
        double ofHalf = cloud.plans(need.withMeanAlone(need.mean() / 2), prices).stream()
                .filter(other -> other.name().equals(plan.name()))
                .mapToDouble(other -> other.usdAnHour().high())
                .findFirst()
                .orElse(all);
        return Math.max(0, 2 * (all - ofHalf));
    }

    static Need need(Workload workload, String region, double mean, double peak) {
        Need stated = Need.of(workload, 1).in(region);
        Need run = stated.at(Math.min(mean, peak), peak)
                .with(function(workload, stated))
                .with(new Terms(
                        stated.retention(),
                        stated.terms().kept(),
                        Optional.empty(),
                        stated.terms().logs()));
        return workload.level() == Level.PIPELINE
                ? run.with(Traffic.ofOrders(), true)
                : run.with(Traffic.of(workload.consumers()), false);
    }

    /** A function whose work the workload does not state is taken to do little: it inspects each event. */
    private static Optional<FunctionWork> function(Workload workload, Need stated) {
        return workload.level() == Level.BUS
                ? Optional.empty()
                : stated.function().or(() -> Optional.of(new FunctionWork(LOOK, LOOK, MEMORY, 100, Duration.ZERO)));
    }

    private static double events(Phase phase) {
        return phase instanceof Phase.Capacity search ? search.to() * seconds(search.longest()) : phase.events();
    }

    private static double seconds(Phase phase, Workload workload) {
        return seconds(
                phase instanceof Phase.Capacity search ? search.longest().plus(workload.drain()) : phase.length());
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    /** {@return lines for people} */
    static List<String> lines(List<RunCost> costs) {
        return costs.stream()
                .map(cost -> String.format(
                        Locale.ROOT,
                        "%-6s at most %.2f USD per run: %,.0f events at %.3f USD per million, %.2f h at %.3f USD (%s)",
                        cost.cloud,
                        cost.usd(),
                        cost.events,
                        cost.usdAnEvent * 1e6,
                        cost.hours,
                        cost.usdAnHour,
                        cost.offer))
                .toList();
    }
}

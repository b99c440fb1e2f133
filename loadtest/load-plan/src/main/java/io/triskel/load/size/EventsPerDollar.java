package io.triskel.load.size;

import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Plan;
import io.triskel.load.size.plan.Range;
import io.triskel.load.size.plan.Traffic;
import io.triskel.load.workload.Level;
import io.triskel.load.workload.Phase;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The events that a US dollar carries: a measured rate, and what an offer costs at that rate by list prices.
 *
 * @param offer its name
 * @param units that are billed; at least as many as were deployed
 * @param events for a dollar, orders at level pipeline; without an end if no rate is known to be too much
 * @param verified whether all prices in the bill are known well and of the region
 */
public record EventsPerDollar(String offer, int units, Range events, boolean verified) {
    private static final double SECONDS_AN_HOUR = 3_600;
    private static final int HALVINGS = 20;

    /**
     * What was measured.
     *
     * @param rate events a second, orders at level pipeline
     * @param isCapacity whether it is the capacity of what was deployed, so that the deployment is for this rate and not for the workload's peak
     * @param offer the deployed offer's name, if the run had it
     * @param units of capacity that were deployed, by name
     */
    public record Measured(Range rate, boolean isCapacity, Optional<String> offer, Map<String, Double> units) {}

    /**
     * {@return the events for a dollar on a cloud; empty if the deployed offer has no price there} If the run did not name its offer, it is the
     * cheapest that carries the rate, whose units the run had and which our scripts deploy, as far as there is such.
     */
    public static Optional<EventsPerDollar> of(Sizing sizing, String cloud, Measured measured) {
        return sizing.answers().stream()
                .filter(answer -> answer.cloud().name().equals(cloud))
                .findFirst()
                .flatMap(answer -> new Pricing(sizing, answer, measured).priced());
    }

    private record Pricing(Sizing sizing, Sizing.Answer answer, Measured measured) {
        Optional<EventsPerDollar> priced() {
            double likely = measured.rate.likely();
            return chosen(plans(likely, peak(likely)))
                    .filter(plan -> plan.usdAnHour().low() > 0)
                    .map(this::forPlan);
        }

        private EventsPerDollar forPlan(Plan plan) {
            double likely = measured.rate.likely();
            Plan deployed = at(plan, likely);
            Range usual = forADollar(likely, deployed.usdAnHour());
            // An interval over repeats may begin at zero.
            double lowest = measured.rate.low();
            Range least = lowest > 0 ? forADollar(lowest, at(plan, lowest).usdAnHour()) : Range.ZERO;
            double highest = measured.rate.high();
            Range most = Double.isFinite(highest)
                    ? forADollar(highest, at(plan, highest).usdAnHour())
                    : Range.exactly(Double.POSITIVE_INFINITY);
            return new EventsPerDollar(
                    plan.name(),
                    deployed.bus().units(),
                    // One more unit for a higher rate may buy fewer events, so the ends may be the other way round.
                    new Range(
                            Math.min(usual.low(), Math.min(least.low(), most.low())),
                            usual.likely(),
                            Math.max(usual.high(), Math.max(least.high(), most.high()))),
                    deployed.verified());
        }

        private Optional<Plan> chosen(List<Plan> all) {
            if (measured.offer.isPresent()) {
                return all.stream()
                        .filter(plan -> plan.name().equals(measured.offer.orElseThrow()))
                        .findFirst();
            }
            List<Plan> carrying = preferred(all, Plan::carries);
            return preferred(preferred(carrying, plan -> deployedUnits(plan) > 0), Plan::deployable).stream()
                    .min(Comparator.comparingDouble(plan -> plan.usdAnHour().likely()));
        }

        private static List<Plan> preferred(List<Plan> plans, Predicate<Plan> property) {
            List<Plan> having = plans.stream().filter(property).toList();
            return having.isEmpty() ? plans : having;
        }

        private static Range forADollar(double rate, Range usdAnHour) {
            double events = rate * SECONDS_AN_HOUR;
            return new Range(events / usdAnHour.high(), events / usdAnHour.likely(), events / usdAnHour.low());
        }

        /** {@return the plan at a rate, with as many units as were deployed: use is billed by the rate, units by the peak} */
        private Plan at(Plan plan, double rate) {
            double from = peak(rate);
            double to = from;
            double deployed = deployedUnits(plan);
            for (int i = 0; i < HALVINGS && same(plan, rate, to).bus().units() < deployed; i++) {
                from = to;
                to *= 2;
            }
            for (int i = 0; i < HALVINGS && from < to; i++) {
                double middle = (from + to) / 2;
                if (same(plan, rate, middle).bus().units() < deployed) {
                    from = middle;
                } else {
                    to = middle;
                }
            }
            return same(plan, rate, to);
        }

        private Plan same(Plan plan, double rate, double peak) {
            return plans(rate, peak).stream()
                    .filter(one -> one.name().equals(plan.name()))
                    .findFirst()
                    .orElse(plan);
        }

        private double deployedUnits(Plan plan) {
            return measured.units.entrySet().stream()
                    .filter(entry ->
                            plain(entry.getKey()).equals(plain(plan.bus().unit())))
                    .mapToDouble(Map.Entry::getValue)
                    .sum();
        }

        /** Results write throughputUnit, offers throughput unit. */
        private static String plain(String unit) {
            return unit.replace(" ", "").toLowerCase(Locale.ROOT);
        }

        private double peak(double rate) {
            return measured.isCapacity
                    ? rate
                    : sizing.workload().phases().stream()
                            .mapToDouble(Phase::peak)
                            .reduce(rate, Math::max);
        }

        /** An archive reads the bus, and an offer that was named may have one. */
        private List<Plan> plans(double rate, double peak) {
            double perEvent = sizing.workload().level() == Level.PIPELINE
                    ? Traffic.ofOrders().perOrder()
                    : 1;
            Need need = RunCost.need(sizing.workload(), sizing.need().region(), rate * perEvent, peak * perEvent);
            List<Need> needs = measured.offer.isPresent() ? List.of(need, RunCost.archived(need)) : List.of(need);
            return needs.stream()
                    .flatMap(one -> answer.cloud().plans(one, sizing.prices()).stream())
                    .toList();
        }
    }
}

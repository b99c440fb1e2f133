package io.triskel.load.evaluate.score;

import io.triskel.load.evaluate.criteria.Requirement;
import io.triskel.load.size.Sizing;
import io.triskel.load.size.plan.Gate;
import io.triskel.load.size.plan.Plan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How the offers of one cloud come through the gates.
 *
 * @param tried all offers, with the gates that each was checked against
 * @param shown the offer whose gates are shown: the cheapest that passes all, otherwise the one that fails the fewest
 * @param checks of the shown offer
 * @param isIn whether the shown offer passes all gates, so that the cloud is compared
 */
public record Qualification(String cloud, List<Tried> tried, Optional<Plan> shown, List<Check> checks, boolean isIn) {
    public Qualification {
        tried = List.copyOf(tried);
        checks = List.copyOf(checks);
    }

    /** An offer and its gates. */
    public record Tried(Plan plan, List<Check> checks) {
        public Tried {
            checks = List.copyOf(checks);
        }

        /** {@return the gates that it fails} */
        public List<Check> closed() {
            return checks.stream().filter(check -> !check.passes()).toList();
        }
    }

    /** {@return how many offers were tried} */
    public int offers() {
        return tried.size();
    }

    /** {@return the offers that pass all gates} */
    public List<Plan> passing() {
        return tried.stream()
                .filter(one -> one.closed().isEmpty())
                .map(Tried::plan)
                .toList();
    }

    /** {@return the offer whose cost counts} */
    public Optional<Plan> priced() {
        return isIn ? shown : Optional.empty();
    }

    /** {@return the gates that keep the cloud out} */
    public List<Check> closed() {
        return checks.stream().filter(check -> !check.passes()).toList();
    }

    /** {@return how each cloud comes through the gates} */
    public static List<Qualification> of(Sizing sizing, List<Requirement> requires) {
        return sizing.answers().stream()
                .map(answer -> of(answer.cloud().name(), answer.plans(), requires))
                .toList();
    }

    /**
     * {@return how a cloud comes through the gates}
     *
     * @param plans all of its offers
     * @param requires what the profile states; such a requirement replaces an offer's own gate of the same id
     */
    private static Qualification of(String cloud, List<Plan> plans, List<Requirement> requires) {
        List<Tried> tried = plans.stream()
                .map(plan -> new Tried(plan, checks(cloud, plan, requires)))
                .toList();
        Optional<Tried> shown = tried.stream()
                .min(Comparator.comparingInt((Tried one) -> one.closed().size())
                        .thenComparing(one -> one.plan().usdAnHour().likely()));
        List<Check> checks = shown.map(Tried::checks).orElse(List.of()).stream()
                .map(check -> check.passedBy(passing(check.id(), tried)))
                .toList();
        return new Qualification(
                cloud,
                tried,
                shown.map(Tried::plan),
                checks,
                shown.filter(one -> one.closed().isEmpty()).isPresent());
    }

    private static List<Check> checks(String cloud, Plan plan, List<Requirement> requires) {
        List<Check> checks = new ArrayList<>();
        List<String> stated = requires.stream().map(Requirement::id).toList();
        // An offer passes the gate of own keys where nobody demands them; then it says nothing about them.
        plan.gates().stream()
                .filter(gate -> !stated.contains(gate.id()))
                .filter(gate -> !(gate.id().equals(Gate.OWN_KEYS) && gate.passes()))
                .forEach(gate -> checks.add(Check.of(gate)));
        requires.forEach(one ->
                checks.add(Check.of(one, Optional.ofNullable(one.rulings().get(cloud)), plan.name())));
        return checks;
    }

    private static int passing(String id, List<Tried> tried) {
        return (int) tried.stream()
                .filter(one ->
                        one.checks().stream().anyMatch(check -> check.id().equals(id) && check.passes()))
                .count();
    }
}

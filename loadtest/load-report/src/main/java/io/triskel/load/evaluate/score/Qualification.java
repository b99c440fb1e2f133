package io.triskel.load.evaluate.score;

import io.triskel.load.evaluate.criteria.Requirement;
import io.triskel.load.size.plan.Gate;
import io.triskel.load.size.plan.Plan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the offers of one cloud come through the gates.
 *
 * @param offers how many were tried
 * @param shown the offer whose gates are shown: the cheapest that passes all, otherwise the one that fails the fewest
 * @param checks of the shown offer
 * @param isIn whether the shown offer passes all gates, so that the cloud is compared
 */
public record Qualification(String cloud, int offers, Optional<Plan> shown, List<Check> checks, boolean isIn) {
    public Qualification {
        checks = List.copyOf(checks);
    }

    /** {@return the offer whose cost counts} */
    public Optional<Plan> priced() {
        return isIn ? shown : Optional.empty();
    }

    /** {@return the gates that keep the cloud out} */
    public List<Check> closed() {
        return checks.stream().filter(check -> !check.passes()).toList();
    }

    /**
     * {@return how a cloud comes through the gates}
     *
     * @param plans all of its offers
     * @param requires what the profile states; such a requirement replaces an offer's own gate of the same id
     */
    static Qualification of(String cloud, List<Plan> plans, List<Requirement> requires) {
        Map<Plan, List<Check>> checked = new LinkedHashMap<>();
        plans.forEach(plan -> checked.put(plan, checks(cloud, plan, requires)));
        Comparator<Plan> fewestFailures =
                Comparator.comparingLong(plan -> checked.getOrDefault(plan, List.of()).stream()
                        .filter(check -> !check.passes())
                        .count());
        Optional<Plan> shown = checked.keySet().stream()
                .min(fewestFailures.thenComparing(plan -> plan.usdAnHour().likely()));
        List<Check> checks = shown.map(checked::get).orElse(List.of()).stream()
                .map(check -> check.passedBy(passing(check.id(), checked)))
                .toList();
        return new Qualification(
                cloud,
                checked.size(),
                shown,
                checks,
                shown.isPresent() && checks.stream().allMatch(Check::passes));
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

    private static int passing(String id, Map<Plan, List<Check>> checked) {
        return (int) checked.values().stream()
                .filter(checks -> checks.stream().anyMatch(check -> check.id().equals(id) && check.passes()))
                .count();
    }
}

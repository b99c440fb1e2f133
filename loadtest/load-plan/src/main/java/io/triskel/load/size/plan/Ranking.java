package io.triskel.load.size.plan;

import io.triskel.load.size.offer.Offer;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was tried, the best first.
 *
 * @param plans those that qualify by their likely cost, then the others by the number of limits that they exceed
 */
public record Ranking(List<Plan> plans) {
    public Ranking {
        plans = plans.stream()
                .sorted(Comparator.comparingLong(Ranking::closed)
                        .thenComparingDouble(plan -> plan.usdAnHour().likely()))
                .toList();
    }

    private static long closed(Plan plan) {
        return plan.qualifies()
                ? 0
                : 1 + plan.exceeded().stream().filter(one -> !one.onRequest()).count();
    }

    /** An offer that the best plan does not have, in its best plan. */
    public record Other(Offer offer, Plan plan) {
        /** {@return the first gate that it does not pass; empty if it only costs more} */
        public Optional<Gate> fails() {
            return plan.gates().stream().filter(gate -> !gate.passes()).findFirst();
        }

        /** {@return the part of the bill that costs most more, or saves least, than the other plan's} */
        public Optional<String> dearer(Plan than) {
            Map<String, Double> more = new LinkedHashMap<>();
            plan.items()
                    .forEach(item -> more.merge(item.group(), item.usdAnHour().likely(), Double::sum));
            than.items()
                    .forEach(item -> more.merge(item.group(), -item.usdAnHour().likely(), Double::sum));
            return more.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
        }
    }

    public Optional<Plan> best() {
        return plans.stream().findFirst().filter(Plan::qualifies);
    }

    /** {@return the best plan that scripts of this project deploy as a whole} */
    public Optional<Plan> deployable() {
        return plans.stream()
                .filter(plan -> plan.qualifies() && plan.deployable())
                .findFirst();
    }

    /** {@return the two that follow the best one} */
    public List<Plan> next() {
        return plans.stream().filter(Plan::qualifies).skip(1).limit(2).toList();
    }

    /** {@return each offer that the best plan does not have, in the best plan that has it} */
    public List<Other> others() {
        Set<Offer> best = new LinkedHashSet<>();
        best().ifPresent(plan -> plan.parts().forEach(part -> best.add(part.offer())));
        Map<Offer, Other> others = new LinkedHashMap<>();
        for (Plan plan : plans) {
            for (Sized part : plan.parts()) {
                if (!best.contains(part.offer())) {
                    others.putIfAbsent(part.offer(), new Other(part.offer(), plan));
                }
            }
        }
        return others.values().stream()
                .sorted(Comparator.comparing((Other other) -> other.offer().role()))
                .toList();
    }
}

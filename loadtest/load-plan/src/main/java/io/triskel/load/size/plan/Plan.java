package io.triskel.load.size.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A bus, its functions, if any, and the rest of the bill.
 *
 * @param complete whether it carries events to consumers; a delivery to an archive is not a bus
 */
public record Plan(String cloud, Sized bus, Optional<Sized> function, List<BillLine> others, boolean complete) {
    private static final List<String> CHECKED =
            List.of(Gate.LOAD, Gate.QUOTA, Gate.EVENT_SIZE, Gate.RETENTION, Gate.CONSUMERS);

    public Plan {
        others = List.copyOf(others);
    }

    public String name() {
        return bus.name() + function.map(one -> " + " + one.name()).orElse("");
    }

    public List<BillLine> items() {
        List<BillLine> items = new ArrayList<>(bus.items());
        function.ifPresent(one -> items.addAll(one.items()));
        items.addAll(others);
        return items;
    }

    public List<Exceeded> exceeded() {
        List<Exceeded> exceeded = new ArrayList<>(bus.exceeded());
        function.ifPresent(one -> exceeded.addAll(one.exceeded()));
        return exceeded;
    }

    /** {@return the conditions that it was checked against; a quota that is raised on request passes and says so} */
    public List<Gate> gates() {
        List<Exceeded> exceeded = exceeded();
        List<Gate> gates = new ArrayList<>();
        for (String id : CHECKED) {
            gates.add(exceeded.stream()
                    .filter(one -> one.gate().equals(id))
                    .min(Comparator.comparing(Exceeded::onRequest))
                    .map(Exceeded::closed)
                    .orElseGet(() -> new Gate(id, true, "within the documented limits", "")));
        }
        if (!complete) {
            gates.add(new Gate(Gate.ORDER, false, "delivers to an archive, is not a bus", ""));
        }
        return List.copyOf(gates);
    }

    /** {@return whether it exceeds no limit, apart from quotas that are raised on request} */
    public boolean carries() {
        return exceeded().stream().allMatch(Exceeded::onRequest);
    }

    /** {@return whether it passes all gates} */
    public boolean qualifies() {
        return gates().stream().allMatch(Gate::passes);
    }

    public Range usdAnHour() {
        return items().stream().map(BillLine::usdAnHour).reduce(Range.ZERO, Range::plus);
    }

    /** {@return the cheapest plan that is a bus and carries the need} */
    public static Optional<Plan> cheapest(List<Plan> plans) {
        return plans.stream()
                .filter(Plan::qualifies)
                .min(Comparator.comparingDouble(plan -> plan.usdAnHour().likely()));
    }

    /** {@return US dollars per million events at the mean rate} */
    public Range usdAMillion(Need need) {
        return usdAnHour().times(1e6 / need.eventsAnHour());
    }

    /** {@return the same for each part of the bill: bus, function, store and so on} */
    public Map<String, Range> usdAMillionByPart(Need need) {
        Map<String, Range> parts = new LinkedHashMap<>();
        for (BillLine item : items()) {
            parts.merge(item.group(), item.usdAnHour().times(1e6 / need.eventsAnHour()), Range::plus);
        }
        return parts;
    }

    /** {@return US dollars per month of 730 hours} */
    public Range usdAMonth() {
        return usdAnHour().times(Amounts.HOURS_A_MONTH);
    }

    /** {@return whether all prices in the sum are known well, of the region, and the limits of the bus are documented} */
    public boolean verified() {
        return bus.bounds().stream().allMatch(Bound::verified)
                && items().stream().filter(BillLine::counted).allMatch(BillLine::verified);
    }
}

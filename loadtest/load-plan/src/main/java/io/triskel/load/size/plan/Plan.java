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

    /** {@return whether it exceeds no limit, apart from quotas that are raised on request} */
    public boolean carries() {
        return exceeded().stream().allMatch(Exceeded::onRequest);
    }

    public Range usdAnHour() {
        return items().stream().map(BillLine::usdAnHour).reduce(Range.ZERO, Range::plus);
    }

    /** {@return the cheapest plan that is a bus and carries the need} */
    public static Optional<Plan> cheapest(List<Plan> plans) {
        return plans.stream()
                .filter(plan -> plan.complete() && plan.carries())
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

package io.triskel.load.size.plan;

import io.triskel.load.size.offer.Offer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A combination of offers that carries events to consumers.
 *
 * @param archive that keeps events beyond the bus
 * @param others the rest of the bill
 * @param latency its budget, from documented waits
 */
public record Plan(
        String cloud,
        Sized bus,
        Optional<Sized> archive,
        Optional<Sized> function,
        Optional<Sized> store,
        List<BillLine> others,
        Latency latency) {
    private static final List<String> LIMITED =
            List.of(Gate.LOAD, Gate.QUOTA, Gate.EVENT_SIZE, Gate.RETENTION, Gate.CONSUMERS, Gate.REGION);

    public Plan {
        others = List.copyOf(others);
    }

    /** {@return the same as another cloud's} */
    public Plan of(String other) {
        return new Plan(other, bus, archive, function, store, others, latency);
    }

    /** {@return the names of its offers, such as Kinesis provisioned + Lambda} */
    public String name() {
        return parts().stream().map(Sized::name).collect(Collectors.joining(" + "));
    }

    /** {@return bus, archive, function and store, as far as there are any} */
    public List<Sized> parts() {
        return Stream.of(Optional.of(bus), archive, function, store)
                .flatMap(Optional::stream)
                .toList();
    }

    private Stream<Offer> offers() {
        return parts().stream().map(Sized::offer);
    }

    public List<BillLine> items() {
        List<BillLine> items = new ArrayList<>();
        parts().forEach(part -> items.addAll(part.items()));
        items.addAll(others);
        return items;
    }

    public List<Exceeded> exceeded() {
        return parts().stream().flatMap(part -> part.exceeded().stream()).toList();
    }

    /** {@return whether scripts of this project deploy all of it} */
    public boolean deployable() {
        return offers().allMatch(offer -> offer.deploy().isPresent());
    }

    /** {@return the conditions that it was checked against; a quota that is raised on request passes and says so} */
    public List<Gate> gates() {
        List<Exceeded> exceeded = exceeded();
        List<Gate> gates = new ArrayList<>();
        for (String id : LIMITED) {
            gates.add(exceeded.stream()
                    .filter(one -> one.gate().equals(id))
                    .min(Comparator.comparing(Exceeded::onRequest))
                    .map(Exceeded::closed)
                    .orElseGet(() -> new Gate(id, true, "within the documented limits", "")));
        }
        gates.add(bus.offer()
                .order()
                .map(fact -> new Gate(Gate.ORDER, true, "events of a key stay in order", fact))
                .orElseGet(() ->
                        new Gate(Gate.ORDER, false, bus.name() + " is not documented to keep the order of a key", "")));
        gates.add(ownKeys());
        gates.add(latency.gate());
        return List.copyOf(gates);
    }

    /** No profile demands them yet, so that it passes, and says what is documented. */
    private Gate ownKeys() {
        List<String> without = offers().filter(offer -> offer.ownKeys().isEmpty())
                .map(Offer::name)
                .toList();
        return new Gate(
                Gate.OWN_KEYS,
                true,
                without.isEmpty()
                        ? "the customer's own keys encrypt all of it"
                        : "not documented here for " + String.join(", ", without),
                "");
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

    /** {@return the cheapest plan that qualifies} */
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

    /** {@return the same for each part of the bill} */
    public Map<String, Range> usdAMonthByPart() {
        Map<String, Range> parts = new LinkedHashMap<>();
        items().forEach(item -> parts.merge(item.group(), item.usdAnHour().times(Amounts.HOURS_A_MONTH), Range::plus));
        return parts;
    }

    /** {@return whether all prices in the sum are known well, of the region, and the limits of the bus are documented} */
    public boolean verified() {
        return bus.bounds().stream().allMatch(Bound::verified)
                && items().stream().filter(BillLine::counted).allMatch(BillLine::verified);
    }
}

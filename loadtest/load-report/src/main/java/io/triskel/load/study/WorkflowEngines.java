package io.triskel.load.study;

import io.triskel.load.cloud.Clouds;
import io.triskel.load.size.plan.EngineCounts;
import io.triskel.load.size.plan.Range;
import io.triskel.load.size.price.PriceBook;
import io.triskel.load.size.store.Requests;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The figures of the clouds' workflow engines, as {@code ./triskel size} has them: what an order makes each do, and its cost. */
final class WorkflowEngines {
    private static final String COMMAND = "`./triskel size loadtest/workloads/bank-orders.yaml --details`";
    private static final String REGION = "eu";

    private final Units units;
    private final PriceBook prices = PriceBook.shipped();
    private final Map<String, Figure> figures = new LinkedHashMap<>();

    private WorkflowEngines(Units units) {
        this.units = units;
    }

    static Map<String, Figure> of(Clouds clouds, Units units) {
        WorkflowEngines engines = new WorkflowEngines(units);
        EngineCounts order = EngineCounts.ofOrders();
        engines.put("transitions", order.states(), "transitions");
        engines.put("operations", order.durableOperations(), "operations");
        engines.put("storage-operations", order.storageOperations(), "storage operations");
        engines.put("steps", order.workflowSteps(), "steps");
        clouds.offers(Requests.measured()).stream()
                .flatMap(cloud -> cloud.orchestrators(engines.prices, REGION).stream())
                .forEach(one -> engines.put(
                        one.name().toLowerCase(Locale.ROOT).replace(' ', '-'),
                        one.usdAMillion(),
                        "USD per million orders"));
        return engines.figures;
    }

    private void put(String name, double number, String unit) {
        String id = "engine." + name;
        figures.put(
                id,
                Figure.computed(
                        id,
                        new Value.Amount(Range.exactly(number), Value.Amount.THREE_DIGITS),
                        units.find(unit),
                        COMMAND,
                        prices.asOf()));
    }
}

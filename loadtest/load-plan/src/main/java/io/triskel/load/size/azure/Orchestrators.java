package io.triskel.load.size.azure;

import io.triskel.load.size.plan.Alternative;
import io.triskel.load.size.plan.EngineCounts;
import io.triskel.load.size.price.PriceBook;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** What Durable Functions on Azure Storage costs for an order; of the scheduler's actions no price was found ("df.dts.price"). */
final class Orchestrators {
    private Orchestrators() {}

    static List<Alternative> of(PriceBook prices, String region) {
        EngineCounts order = EngineCounts.ofOrders();
        OptionalDouble storage = price(prices, "azure.table.operation", region, order.storageOperations());
        OptionalDouble executions = price(prices, "azure.functions.execution", region, order.executions());
        return storage.isEmpty() || executions.isEmpty()
                ? List.of()
                : List.of(new Alternative(
                        "Durable Functions",
                        storage.getAsDouble() + executions.getAsDouble(),
                        String.format(
                                Locale.ROOT,
                                "%.0f storage operations at the price of tables' (estimated from %.1f messages and %.1f runs)"
                                        + " and %.1f executions, without their GB-seconds",
                                order.storageOperations(),
                                1 + 2 * order.activities() + order.timers() + order.events(),
                                order.episodes(),
                                order.executions())));
    }

    private static OptionalDouble price(PriceBook prices, String meter, String region, double amount) {
        return prices.find(meter, region).map(one -> one.of(amount * 1e6)).orElse(OptionalDouble.empty());
    }
}

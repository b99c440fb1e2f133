package io.triskel.load.size.gcp;

import io.triskel.load.size.plan.Alternative;
import io.triskel.load.size.plan.EngineCounts;
import io.triskel.load.size.price.PriceBook;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** What Workflows costs for an order: waiting for a callback is an external step, all else is internal ("wf.callback", "wf.internal"). */
final class Orchestrators {
    private Orchestrators() {}

    static List<Alternative> of(PriceBook prices, String region) {
        EngineCounts order = EngineCounts.ofOrders();
        OptionalDouble internal =
                price(prices, "gcp.workflows.internal-step", region, order.workflowSteps() - order.workflowWaits());
        OptionalDouble external = price(prices, "gcp.workflows.external-step", region, order.workflowWaits());
        return internal.isEmpty() || external.isEmpty()
                ? List.of()
                : List.of(new Alternative(
                        "Workflows",
                        internal.getAsDouble() + external.getAsDouble(),
                        String.format(
                                Locale.ROOT,
                                "%.1f steps, of which %.1f wait for a reply and are external",
                                order.workflowSteps(),
                                order.workflowWaits())));
    }

    private static OptionalDouble price(PriceBook prices, String meter, String region, double amount) {
        return prices.find(meter, region).map(one -> one.of(amount * 1e6)).orElse(OptionalDouble.empty());
    }
}

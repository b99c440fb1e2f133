package io.triskel.load.size.aws;

import io.triskel.load.fact.Facts;
import io.triskel.load.size.plan.Alternative;
import io.triskel.load.size.plan.EngineCounts;
import io.triskel.load.size.price.PriceBook;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** What orchestrators of AWS cost for an order. Express is none of them: it cannot wait for a reply ("sfn.exp.patterns"). */
final class Orchestrators {
    private static final double TRANSITIONS_A_SECOND = Facts.value("sfn.std.transitions");

    private Orchestrators() {}

    static List<Alternative> of(PriceBook prices, String region) {
        EngineCounts order = EngineCounts.ofOrders();
        List<Alternative> found = new ArrayList<>();
        price(prices, "aws.step-functions.transition", region, order.states())
                .ifPresent(usd -> found.add(new Alternative(
                        "Step Functions Standard",
                        usd,
                        String.format(
                                Locale.ROOT,
                                "%.1f transitions; 5,000/s in large regions: %.0f orders/s",
                                order.states(),
                                TRANSITIONS_A_SECOND / order.states()))));
        price(prices, "aws.lambda.durable-operation", region, order.durableOperations())
                .ifPresent(usd -> found.add(new Alternative(
                        "Lambda durable",
                        usd,
                        String.format(
                                Locale.ROOT,
                                "%.1f operations, of which a reply takes three; bytes written and stored cost extra",
                                order.durableOperations()))));
        return found;
    }

    private static OptionalDouble price(PriceBook prices, String meter, String region, double amount) {
        return prices.find(meter, region).map(one -> one.of(amount * 1e6)).orElse(OptionalDouble.empty());
    }
}

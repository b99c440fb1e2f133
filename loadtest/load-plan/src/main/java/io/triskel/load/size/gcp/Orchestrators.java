package io.triskel.load.size.gcp;

import io.triskel.load.size.plan.Alternative;
import io.triskel.load.size.price.PriceBook;
import java.util.List;
import java.util.OptionalDouble;

/** What Workflows costs for an order of twelve transitions. */
final class Orchestrators {
    private static final int TRANSITIONS = 12;

    private Orchestrators() {}

    static List<Alternative> of(PriceBook prices, String region) {
        OptionalDouble internal = prices.find("gcp.workflows.internal-step", region)
                .map(one -> one.of(TRANSITIONS * 1e6))
                .orElse(OptionalDouble.empty());
        return internal.stream()
                .mapToObj(usd -> new Alternative(
                        "Workflows",
                        usd,
                        "12 internal steps; assignments and conditions are steps too: 24 to 36 are usual"))
                .toList();
    }
}

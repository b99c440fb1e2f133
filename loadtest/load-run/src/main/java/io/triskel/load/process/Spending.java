package io.triskel.load.process;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.load.measure.Second;
import io.triskel.load.result.Spend;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The cost of a run so far, by the prices in its request, and its budget. The run checks once a second, and ends when another second like
 * the last one would exceed the budget. Safe for threads.
 */
final class Spending {
    private static final double SECONDS_AN_HOUR = 3_600;

    private final double usdAnEvent;
    private final double usdAnHour;
    private final double budget;
    private final JsonNode request;
    private double usd;
    private volatile boolean spent;

    private Spending(JsonNode request) {
        this.usdAnEvent = request.path("usdPerEvent").asDouble();
        this.usdAnHour = request.path("usdPerHour").asDouble();
        this.budget = request.path("budgetUsd").asDouble();
        this.request = request;
    }

    /** {@return what the request says of prices and budget; empty if it says nothing} */
    static Optional<Spending> of(JsonNode request) {
        JsonNode spend = request.path("spend");
        return spend.isObject() ? Optional.of(new Spending(spend)) : Optional.empty();
    }

    /** Adds the sendings of a second; refused ones count as billed, too. */
    synchronized void second(Second second) {
        double cost = (second.counts().sent() + second.counts().refused()) * usdAnEvent + usdAnHour / SECONDS_AN_HOUR;
        usd += cost;
        if (usd + cost > budget) {
            spent = true;
        }
    }

    /** {@return whether no more may be spent} */
    boolean isSpent() {
        return spent;
    }

    /** {@return what was counted, with what the request says of it} */
    synchronized Spend spend() {
        return new Spend(
                usd,
                budget,
                spent,
                request.has("predictedUsd")
                        ? OptionalDouble.of(request.get("predictedUsd").asDouble())
                        : OptionalDouble.empty(),
                Optional.ofNullable(request.get("offer")).map(JsonNode::asText));
    }
}

package io.triskel.load.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.measure.Second;
import java.util.Optional;

/**
 * What a run has cost so far, by prices that whoever asked for it has computed, and its budget. It is looked at once a second: a run ends when
 * another second like the last one would go beyond the budget. Safe for threads.
 */
final class Spending {
    private static final double SECONDS_AN_HOUR = 3_600;

    private final double usdAnEvent;
    private final double usdAnHour;
    private final double budget;
    private double usd;
    private volatile boolean spent;

    private Spending(double usdAnEvent, double usdAnHour, double budget) {
        this.usdAnEvent = usdAnEvent;
        this.usdAnHour = usdAnHour;
        this.budget = budget;
    }

    /** {@return what the request says of prices and budget; empty if it says nothing} */
    static Optional<Spending> of(JsonNode request) {
        JsonNode spend = request.path("spend");
        return spend.isObject()
                ? Optional.of(new Spending(
                        spend.path("usdPerEvent").asDouble(),
                        spend.path("usdPerHour").asDouble(),
                        spend.path("budgetUsd").asDouble()))
                : Optional.empty();
    }

    /** Notes what was sent in a second; what was refused is taken to be billed, too. */
    synchronized void second(Second second) {
        double cost = (second.sent() + second.failed()) * usdAnEvent + usdAnHour / SECONDS_AN_HOUR;
        usd += cost;
        if (usd + cost > budget) {
            spent = true;
        }
    }

    /** {@return whether no more may be spent} */
    boolean isSpent() {
        return spent;
    }

    synchronized ObjectNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("usd", usd)
                .put("budgetUsd", budget)
                .put("stoppedAtBudget", spent);
    }
}

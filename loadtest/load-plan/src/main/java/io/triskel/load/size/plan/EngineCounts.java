package io.triskel.load.size.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.load.json.ShippedFile;

/**
 * What an order makes workflow engines do that is billed: the mean over the endings of the demo's orders.
 *
 * @param states that a state machine enters
 * @param callbacks commands that wait for a reply
 * @param calls commands that do not wait
 * @param workflowSteps of a workflow of Google's, waiting ones included
 * @param workflowWaits steps that wait for a callback
 * @param episodes runs of an orchestrator of Durable Functions
 * @param activities that it calls
 * @param timers that it creates
 * @param events that are raised for it
 */
public record EngineCounts(
        double states,
        double callbacks,
        double calls,
        double workflowSteps,
        double workflowWaits,
        double episodes,
        double activities,
        double timers,
        double events) {
    private static final String DATA = "/io/triskel/load/size/engine-counts.json";

    /** {@return what was counted on the exported definitions; {@code EngineCountsTest} counts again} */
    public static EngineCounts ofOrders() {
        JsonNode endings = ShippedFile.json(DATA).required("endings");
        return new EngineCounts(
                mean(endings, "states"),
                mean(endings, "callbacks"),
                mean(endings, "calls"),
                mean(endings, "workflowSteps"),
                mean(endings, "workflowWaits"),
                mean(endings, "episodes"),
                mean(endings, "activities"),
                mean(endings, "timers"),
                mean(endings, "events"));
    }

    private static double mean(JsonNode endings, String what) {
        double orders = 0;
        double sum = 0;
        for (JsonNode ending : endings) {
            orders += ending.required("orders").doubleValue();
            sum += ending.required("orders").doubleValue()
                    * ending.required(what).doubleValue();
        }
        return sum / orders;
    }

    /** {@return functions that Durable Functions runs: the orchestrator, again with each answer, and activities} */
    public double executions() {
        return episodes + activities;
    }

    /**
     * {@return storage operations of Durable Functions} Three for each message (put, get, delete), of which an activity has two, and three for
     * each run of the orchestrator (history read and written, instance written): "df.tx.activity" is nine by the same rule.
     */
    public double storageOperations() {
        return 3 * (1 + 2 * activities + timers + events) + 3 * episodes;
    }

    /** {@return operations of a Lambda durable function: its start, a call as a step, and a callback as three (AWS Durable Execution SDK, "operations", read 2026-10-07)} */
    public double durableOperations() {
        return 1 + calls + 3 * callbacks;
    }
}

package io.triskel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Sets a run's result as a table for people. */
final class DemoSummary {
    /** What of a cloud's own figures is shown, in this order; a cloud has those that make sense for it. */
    private static final Map<String, String> CLOUD = new LinkedHashMap<>();

    static {
        CLOUD.put("invocations", "Invocations");
        CLOUD.put("errors", "Invocations that failed");
        CLOUD.put("throttles", "Invocations throttled");
        CLOUD.put("retries", "Invocations that were a retry");
        CLOUD.put("coldStarts", "Cold starts");
        CLOUD.put("coldStartMillisP50", "Cold start, median ms");
        CLOUD.put("batchFill", "Records per batch");
        CLOUD.put("records", "Records on the bus");
        CLOUD.put("repeatedRecords", "Records that were a repetition");
        CLOUD.put("shards", "Shards, closed ones included");
        CLOUD.put("partitions", "Partitions");
        CLOUD.put("killed", "Functions killed");
    }

    private final List<String> lines = new ArrayList<>();

    private DemoSummary() {}

    static List<String> of(JsonNode result) {
        DemoSummary summary = new DemoSummary();
        summary.lines.add("Order pipeline on " + result.path("target").asText() + ", "
                + result.path("style").asText() + (result.path("chaos").asBoolean() ? ", with chaos" : ""));
        summary.group("Orders by final state", result.path("ordersByState"));
        summary.group("Sagas by ending", result.path("sagasByEnding"));
        summary.group("Events by type", result.path("eventsByType"));
        summary.lines.add("");
        summary.row("Invalid input lines", number(result.path("invalidLines")));
        summary.row("Orders sent twice", number(result.path("repeatedOrders")));
        summary.row("Customers notified", number(result.path("notifications")));
        summary.rowIfKnown("Duplicates suppressed", result.path("duplicatesSuppressed"));
        summary.row("Cancellations refused", number(result.path("cancellationsRefused")));
        summary.row("Events parked at the end", number(result.path("parked")));
        summary.row("Events parked and replayed", number(result.path("parkedAndReplayed")));
        summary.viewRebuilt(result.path("viewRebuiltEqual"));
        summary.rowIfKnown("Events lost", result.path("lost"));
        summary.rowIfKnown("Events out of order", result.path("orderViolations"));
        summary.row(
                "Seconds",
                String.format(Locale.ROOT, "%.2f", result.path("seconds").asDouble()));
        summary.row("Events per second", number(result.path("eventsPerSecond")));
        if (result.has("cloud")) {
            summary.cloud(result.path("cloud"));
        }
        if (result.has("out")) {
            summary.lines.add("");
            summary.lines.add("Event log and read model: " + result.path("out").asText());
        }
        return List.copyOf(summary.lines);
    }

    private void group(String title, JsonNode counts) {
        lines.add("");
        lines.add(title);
        for (Map.Entry<String, JsonNode> count : counts.properties()) {
            row("  " + count.getKey(), number(count.getValue()));
        }
        if (counts.isEmpty()) {
            lines.add("  none");
        }
    }

    private void cloud(JsonNode cloud) {
        lines.add("");
        lines.add("On the cloud (" + cloud.path("environment").asText() + ")");
        CLOUD.forEach((key, name) -> rowIfKnown("  " + name, cloud.path(key)));
        if (cloud.has("faults")) {
            group("Faults", cloud.path("faults"));
        }
        lines.add("");
        // Functions that are called with batches are throttled, or called anew: a cloud counts one of the two.
        String again = cloud.has("retries") ? "retries" : "throttles";
        lines.add(String.format(
                Locale.ROOT, "%-32s%12s%8s%10s%8s%8s", "Functions", "invocations", "errors", again, "cold", "fill"));
        for (Map.Entry<String, JsonNode> function : cloud.path("functions").properties()) {
            JsonNode figures = function.getValue();
            lines.add(String.format(
                    Locale.ROOT,
                    "%-32s%12s%8s%10s%8s%8s",
                    "  " + function.getKey(),
                    number(figures.path("invocations")),
                    number(figures.path("errors")),
                    number(figures.path(again)),
                    number(figures.path("coldStarts")),
                    number(figures.path("batchFill"))));
        }
    }

    private void viewRebuilt(JsonNode equal) {
        if (equal.isBoolean()) {
            row("Order view built anew from all events", equal.asBoolean() ? "equal" : "DIFFERENT");
        }
    }

    private void rowIfKnown(String name, JsonNode value) {
        if (value.isNumber()) {
            row(name, number(value));
        }
    }

    private void row(String name, String value) {
        lines.add(String.format(Locale.ROOT, "%-42s%10s", name, value));
    }

    private static String number(JsonNode count) {
        return count.isFloatingPointNumber()
                ? String.format(Locale.ROOT, "%,.1f", count.asDouble())
                : String.format(Locale.ROOT, "%,d", count.asLong());
    }
}

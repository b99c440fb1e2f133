package io.triskel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Sets a run's result as a table for people. */
final class DemoSummary {
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
        summary.row("Duplicates suppressed", number(result.path("duplicatesSuppressed")));
        summary.row("Cancellations refused", number(result.path("cancellationsRefused")));
        summary.row("Events parked at the end", number(result.path("parked")));
        summary.row("Events parked and replayed", number(result.path("parkedAndReplayed")));
        summary.row(
                "Seconds",
                String.format(Locale.ROOT, "%.2f", result.path("seconds").asDouble()));
        summary.row("Events per second", number(result.path("eventsPerSecond")));
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

    private void row(String name, String value) {
        lines.add(String.format(Locale.ROOT, "%-42s%10s", name, value));
    }

    private static String number(JsonNode count) {
        return String.format(Locale.ROOT, "%,d", count.asLong());
    }
}

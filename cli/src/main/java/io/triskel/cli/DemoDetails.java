package io.triskel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The tables of {@code --details}: a run's events by type, and a cloud's functions. */
final class DemoDetails {
    private DemoDetails() {}

    /** {@return the lines, the first of them empty} */
    static List<String> of(JsonNode result) {
        List<String> lines = new ArrayList<>(List.of("", "Events by type"));
        JsonNode counts = result.path("eventsByType");
        counts.properties()
                .forEach(count -> lines.add(String.format(
                        Locale.ROOT, "  %-40s%10s", count.getKey(), DemoSummary.number(count.getValue()))));
        if (counts.isEmpty()) {
            lines.add("  none");
        }
        if (result.path("cloud").has("functions")) {
            functions(result.path("cloud"), lines);
        }
        return lines;
    }

    private static void functions(JsonNode cloud, List<String> lines) {
        lines.add("");
        // A cloud counts either the throttled calls of its functions or the repeated ones.
        String again = cloud.has("retries") ? "retries" : "throttles";
        lines.add(String.format(
                Locale.ROOT, "%-32s%12s%8s%10s%8s%8s", "Functions", "invocations", "errors", again, "cold", "fill"));
        for (Map.Entry<String, JsonNode> function : cloud.path("functions").properties()) {
            JsonNode figures = function.getValue();
            lines.add(String.format(
                    Locale.ROOT,
                    "%-32s%12s%8s%10s%8s%8s",
                    "  " + function.getKey(),
                    DemoSummary.number(figures.path("invocations")),
                    DemoSummary.number(figures.path("errors")),
                    DemoSummary.number(figures.path(again)),
                    DemoSummary.number(figures.path("coldStarts")),
                    DemoSummary.number(figures.path("batchFill"))));
        }
    }
}

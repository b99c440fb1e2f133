package io.triskel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.cli.Screen.Ink;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The results of several targets as one table, a column for each target; in 80 columns for up to six targets. A dash means that a
 * target did not report the figure.
 */
final class ComparisonTable {
    private static final int WIDTH = 80;
    private static final int NAME = 20;
    private static final int WIDEST = 13;
    private static final String NONE = "-";

    private final Map<Target, ObjectNode> results;
    private final Screen screen;
    private final int column;
    private final List<String> lines = new ArrayList<>();

    ComparisonTable(Map<Target, ObjectNode> results, Screen screen) {
        this.results = results;
        this.screen = screen;
        column = Math.min(WIDEST, (WIDTH - NAME) / Math.max(1, results.size()));
    }

    /** {@return the lines} */
    List<String> lines() {
        StringBuilder head = new StringBuilder(" ".repeat(NAME));
        results.keySet().forEach(target -> head.append(cell(target.text())));
        lines.add(head.toString());
        counts("Orders", "ordersByState");
        counts("Sagas", "sagasByEnding");
        zero("Lost", "lost");
        zero("Duplicated", "doubled");
        zero("Out of order", "orderViolations");
        ifAny("Faults survived", result -> result.path("faultsSurvived"));
        ifAny("Functions killed", result -> result.path("cloud").path("killed"));
        ifAny("Replayed", result -> result.path("parkedAndReplayed"));
        row("Events", result -> total(result.path("eventsByType")), false);
        row(
                "Seconds",
                result -> result.path("seconds").isNumber()
                        ? String.format(
                                Locale.ROOT, "%,.1f", result.path("seconds").asDouble())
                        : NONE,
                false);
        if (results.values().stream().anyMatch(result -> !TargetComparison.isComplete(result))) {
            row("Complete", result -> TargetComparison.isComplete(result) ? "yes" : "NO", true);
        }
        return lines;
    }

    /** A sum, and what it consists of. */
    private void counts(String name, String field) {
        row(name, result -> total(result.path(field)), false);
        TreeSet<String> kinds = new TreeSet<>();
        results.values().forEach(result -> result.path(field).fieldNames().forEachRemaining(kinds::add));
        kinds.forEach(kind -> row(
                "  " + kind,
                result -> result.path(field).isObject()
                        ? number(result.path(field).path(kind).asLong())
                        : NONE,
                false));
    }

    private static String total(JsonNode counts) {
        return counts.isObject()
                ? number(counts.properties().stream()
                        .mapToLong(count -> count.getValue().asLong())
                        .sum())
                : NONE;
    }

    /** A figure that must be zero. */
    private void zero(String name, String field) {
        row(name, result -> figure(result.path(field)), true);
    }

    /** A figure that only some runs have. */
    private void ifAny(String name, Function<JsonNode, JsonNode> figure) {
        if (results.values().stream().anyMatch(result -> figure.apply(result).isNumber())) {
            row(name, result -> figure(figure.apply(result)), false);
        }
    }

    private static String figure(JsonNode figure) {
        return figure.isNumber() ? number(figure.asLong()) : NONE;
    }

    private void row(String name, Function<JsonNode, String> figure, boolean judged) {
        StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "  %-" + (NAME - 2) + "s", name));
        results.values().forEach(result -> {
            String text = figure.apply(result);
            boolean well = !judged || List.of("0", NONE, "yes").contains(text);
            row.append(well ? cell(text) : screen.onOut(Ink.BAD, cell(text)));
        });
        lines.add(row.toString());
    }

    private String cell(String text) {
        return String.format(Locale.ROOT, "%" + column + "s", text);
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }
}

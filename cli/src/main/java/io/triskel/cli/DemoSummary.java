package io.triskel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.cli.Screen.Ink;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Formats a run's result for people, in 80 columns: the verdict first, then the details. */
final class DemoSummary {
    private static final int WIDTH = 80;
    private static final int NAME = 18;

    private final List<String> lines = new ArrayList<>();
    private final JsonNode result;
    private final Screen screen;

    private DemoSummary(JsonNode result, Screen screen) {
        this.result = result;
        this.screen = screen;
    }

    /**
     * {@return the lines}
     *
     * @param details whether to add the tables: events by type, faults by kind, a cloud's functions
     */
    static List<String> of(JsonNode result, Screen screen, boolean details) {
        DemoSummary summary = new DemoSummary(result, screen);
        summary.verdict();
        summary.lines.add("");
        summary.orders();
        summary.checks();
        summary.memory();
        summary.speed();
        summary.lines.add("");
        summary.more();
        if (result.has("cloud")) {
            summary.cloud(result.path("cloud"));
        }
        if (details) {
            summary.lines.addAll(DemoDetails.of(result));
        }
        summary.toRemember();
        return List.copyOf(summary.lines);
    }

    private void verdict() {
        boolean complete = result.path("complete").asBoolean(true);
        long unended = unended();
        String what = complete
                ? ": " + number(orderCount()) + " of " + count(orderCount(), "order") + " finished"
                : unended > 0
                        ? ": " + number(unended) + " of " + count(orderCount(), "order") + " did not finish"
                        : ": all orders finished, but the figures below show errors";
        lines.add(screen.onOut(complete ? Ink.GOOD : Ink.BAD, complete ? "COMPLETE" : "NOT COMPLETE") + what);
        lines.add(screen.onOut(
                Ink.FAINT,
                "on " + result.path("target").asText() + ", by "
                        + result.path("style").asText()
                        + (result.path("chaos").asBoolean() ? ", with injected faults" : "")));
    }

    private long orderCount() {
        return sum(result.path("ordersByState"));
    }

    private long unended() {
        JsonNode states = result.path("ordersByState");
        return states.path("placed").asLong() + states.path("confirmed").asLong();
    }

    private static long sum(JsonNode counts) {
        return counts.properties().stream()
                .mapToLong(count -> count.getValue().asLong())
                .sum();
    }

    private void orders() {
        row("Orders", ink(unended() == 0, counts(result.path("ordersByState"))));
        row("Sagas", counts(result.path("sagasByEnding")));
    }

    private void checks() {
        zero("Lost", "lost", "event");
        zero("Duplicated", "doubled", "event");
        zero("Out of order", "orderViolations", "event");
        if (result.path("faultsSurvived").isNumber()) {
            String kinds = list(Stream.concat(
                    killed(result.path("cloud")).stream().map(Optional::of),
                    faults(result).properties().stream()
                            .map(fault -> Optional.of(number(fault.getValue()) + " " + fault.getKey()))));
            row(
                    "Faults survived",
                    number(result.path("faultsSurvived").asLong()) + (kinds.isEmpty() ? "" : ": " + kinds));
        }
        JsonNode equal = result.path("viewRebuiltEqual");
        if (equal.isBoolean()) {
            row(
                    "Order view",
                    "rebuilt from " + rebuiltFrom(result.path("viewRebuiltFrom")) + ": "
                            + (equal.asBoolean() ? "equal" : screen.onOut(Ink.BAD, "DIFFERENT")));
        }
    }

    private static Optional<String> killed(JsonNode cloud) {
        return known(cloud, "killed", "function killed", "functions killed");
    }

    /** {@return the injected faults by kind} */
    private static JsonNode faults(JsonNode result) {
        return result.has("cloud") ? result.path("cloud").path("faults") : result.path("faults");
    }

    /** The one sentence to take home from a run that went well. */
    private void toRemember() {
        if (SameInMemory.isWell(result) && result.path("lost").isNumber()) {
            long faults = result.path("faultsSurvived").asLong();
            lines.add("");
            lines.add(count(orderCount(), "order") + " finished"
                    + (result.has(SameInMemory.DIFFERENCES) ? " in the same state as in memory" : "")
                    + (faults > 0 ? " despite " + count(faults, "fault") : "") + "; no event was lost or duplicated.");
        }
    }

    private void memory() {
        JsonNode differences = result.path(SameInMemory.DIFFERENCES);
        if (differences.isArray()) {
            row("Versus memory", differences.isEmpty() ? "equal: every order ended in the same state" : "");
            differences.forEach(one -> lines.add("  " + screen.onOut(Ink.BAD, one.asText())));
        }
    }

    /** Where the view's events came from: a cloud's archive and bus, or one log. */
    private String rebuiltFrom(JsonNode sources) {
        if (sources.isMissingNode()) {
            return "all events";
        }
        long archive = sources.path("archive").asLong();
        return ink(archive > 0, "archive (" + count(archive, "event") + ")") + " and bus ("
                + number(sources.path("bus").asLong()) + ")";
    }

    /** A figure that must be zero, if it was counted. */
    private void zero(String name, String key, String what) {
        if (result.path(key).isNumber()) {
            long count = result.path(key).asLong();
            row(name, ink(count == 0, count(count, what)));
        }
    }

    private String ink(boolean well, String text) {
        return well ? text : screen.onOut(Ink.BAD, text);
    }

    private void speed() {
        if (result.path("revenueCents").isNumber()) {
            row(
                    "Revenue",
                    String.format(
                            Locale.ROOT, "%,.2f", result.path("revenueCents").asLong() / 100.0));
        }
        row(
                "Speed",
                number(result.path("eventsPerSecond").asLong()) + " events a second: "
                        + count(sum(result.path("eventsByType")), "event") + " in "
                        + String.format(
                                Locale.ROOT, "%,.2f s", result.path("seconds").asDouble())
                        + known("cpuUsPerEvent", "us of processor time an event", "us of processor time an event")
                                .map(cost -> ", " + cost)
                                .orElse(""));
    }

    private void more() {
        row(
                "Skipped",
                list(Stream.of(
                        known("invalidLines", "invalid line", "invalid lines"),
                        known("repeatedOrders", "duplicate order", "duplicate orders"),
                        known("cancellationsRefused", "late cancellation", "late cancellations"))));
        row(
                "Handled",
                list(Stream.of(
                        known("notifications", "message to a customer", "messages to customers"),
                        known("duplicatesSuppressed", "duplicate recognised", "duplicates recognised"))));
        long parked = result.path("parked").asLong();
        row(
                "Parked",
                ink(parked == 0, count(parked, "event")) + " now"
                        + known("parkedAndReplayed", "handled since", "handled since")
                                .map(replayed -> ", " + replayed)
                                .orElse(""));
    }

    private Optional<String> known(String key, String one, String many) {
        return known(result, key, one, many);
    }

    private static Optional<String> known(JsonNode of, String key, String one, String many) {
        JsonNode count = of.path(key);
        return count.isNumber()
                ? Optional.of(number(count) + " " + (count.asDouble() == 1 ? one : many))
                : Optional.empty();
    }

    private static String list(Stream<Optional<String>> parts) {
        return String.join(", ", parts.flatMap(Optional::stream).toList());
    }

    /** The cloud's own figures, which differ between clouds. */
    private void cloud(JsonNode cloud) {
        lines.add("");
        row(
                "Cloud",
                list(Stream.of(
                        Optional.of(cloud.path("environment").asText()),
                        known(cloud, "invocations", "invocation", "invocations"),
                        known(cloud, "errors", "failed", "failed"),
                        known(cloud, "throttles", "throttled", "throttled"),
                        known(cloud, "retries", "retry", "retries"))));
        row(
                "Cold starts",
                list(Stream.of(
                        known(cloud, "coldStarts", "in all", "in all"),
                        known(cloud, "coldStartMillisP50", "ms median", "ms median"))));
        row(
                "Bus",
                list(Stream.of(
                        known(cloud, "records", "record", "records"),
                        known(cloud, "repeatedRecords", "of them a duplicate", "of them duplicates"),
                        // Zero without a batch: Google Cloud pushes each event by itself.
                        known(cloud, "batchFill", "per batch", "per batch")
                                .filter(some -> cloud.path("batchFill").asDouble() > 0),
                        known(cloud, "shards", "shard, including closed ones", "shards, including closed ones"),
                        known(cloud, "partitions", "partition", "partitions"))));
    }

    private static String counts(JsonNode counts) {
        return counts.isEmpty()
                ? "none"
                : String.join(
                        ", ",
                        counts.properties().stream()
                                .map(count -> number(count.getValue()) + " " + count.getKey())
                                .toList());
    }

    /** A name and its value, broken at commas where a line would be too long. */
    private void row(String name, String value) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "  %-16s", name));
        int filled = NAME;
        String separator = "";
        for (String part : value.split("(?<=,) ", -1)) {
            if (!separator.isEmpty() && filled + 1 + part.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(" ".repeat(NAME));
                filled = NAME;
                separator = "";
            }
            line.append(separator).append(part);
            filled += separator.length() + part.length();
            separator = " ";
        }
        lines.add(line.toString());
    }

    private static String count(long count, String what) {
        return number(count) + " " + what + (count == 1 ? "" : "s");
    }

    static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    static String number(JsonNode count) {
        return count.isFloatingPointNumber()
                ? String.format(Locale.ROOT, "%,.1f", count.asDouble())
                : number(count.asLong());
    }
}

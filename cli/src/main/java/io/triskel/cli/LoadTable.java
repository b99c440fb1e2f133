package io.triskel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;

/** What a load test came to, in lines for people, and its exit code. */
final class LoadTable {
    /** The exit code where a target failed, or what a run needs of this machine. */
    static final int INFRASTRUCTURE = 4;

    private static final String ROW = "%-9s %-9s %11s %9s %9s %9s %6s %8s %9s  %s";

    private final Map<LoadTarget, List<ObjectNode>> results;

    LoadTable(Map<LoadTarget, List<ObjectNode>> results) {
        this.results = results;
    }

    /** {@return the worst of all runs: a target that failed, an invalid run, a missed objective, none of these} */
    int exitCode() {
        return results.values().stream()
                .flatMap(List::stream)
                .mapToInt(LoadTable::exitCode)
                .max()
                .orElse(INFRASTRUCTURE);
    }

    private static int exitCode(JsonNode summary) {
        return summary.has("failed")
                ? INFRASTRUCTURE
                : summary.path("verdict").path("exit").asInt(INFRASTRUCTURE);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                ROW, "", "evidence", "sent", "p50", "p99", "p99.9", "lost", "repeats", "reordered", "verdict"));
        results.forEach((target, runs) -> runs.forEach(run -> lines.add(row(target, run))));
        lines.add("");
        if (results.values().stream().flatMap(List::stream).anyMatch(run -> run.has("worker"))) {
            lines.add("w0, w1, ...: workers, each with its part of the keys; the report adds them up.");
        }
        lines.add(latency());
        if (results.values().stream().flatMap(List::stream).anyMatch(LoadTable::isInvalid)) {
            lines.add("INVALID: it says nothing about the target. What each check means, and what to do:"
                    + " docs/load-testing.md#whether-a-run-is-valid");
        }
        if (any("evidence", "emulator")) {
            lines.add("emulator: stand-ins on this machine; their figures say nothing about the cloud's.");
        }
        if (any("evidence", "simulated")) {
            lines.add(
                    "simulated: computed from what is documented of the services, in virtual time; nothing was sent.");
        }
        return lines;
    }

    private String latency() {
        if (any("level", "pipeline")) {
            return "Latency from the time at which an order was meant to be placed until it was settled.";
        }
        return "Latency from the time at which an event was meant to be sent to "
                + (any("level", "function") ? "the end of its handler in the function, by its clock." : "its handler.");
    }

    private boolean any(String field, String value) {
        return results.values().stream()
                .flatMap(List::stream)
                .anyMatch(run -> run.path(field).asText().equals(value));
    }

    private static String row(LoadTarget target, JsonNode run) {
        if (run.has("failed")) {
            return String.format(
                    Locale.ROOT,
                    "%-9s failed: %s",
                    label(target, run),
                    firstLine(run.path("failed").asText()));
        }
        JsonNode correctness = run.path("correctness");
        JsonNode latency = run.path("latencyUs").path("corrected");
        JsonNode repeats = correctness.path("duplicates");
        return String.format(
                Locale.ROOT,
                ROW,
                label(target, run),
                run.path("evidence").asText(),
                number(correctness.path("sent").asLong()),
                time(latency.path("p50Us").asLong()),
                time(latency.path("p99Us").asLong()),
                time(latency.path("p999Us").asLong()),
                number(correctness.path("lost").asLong()),
                number(repeats.path("producer").asLong()
                        + repeats.path("redelivered").asLong()),
                number(correctness.path("reordered").asLong()),
                verdict(run));
    }

    private static String label(LoadTarget target, JsonNode run) {
        return target.text() + (run.has("worker") ? " w" + run.path("worker").asInt() : "");
    }

    private static String verdict(JsonNode run) {
        if (run.path("partial").asBoolean()) {
            return run.path("spend").path("stoppedAtBudget").asBoolean()
                    ? "INVALID: stopped at the budget"
                    : "INVALID: stopped early";
        }
        JsonNode verdict = run.path("verdict");
        String broken = names(verdict.path("checks"), "ok");
        if (isInvalid(run)) {
            return "INVALID: " + (broken.isEmpty() ? "nothing was sent" : broken);
        }
        String missed = names(verdict.path("objectives"), "met");
        return (missed.isEmpty() ? "ok" : "missed: " + missed) + capacity(run.path("capacity"));
    }

    /** Whether it is for another reason than that it was stopped. */
    private static boolean isInvalid(JsonNode run) {
        return !run.has("failed")
                && !run.path("partial").asBoolean()
                && !run.path("verdict").path("valid").asBoolean();
    }

    private static String capacity(JsonNode capacity) {
        if (capacity.isMissingNode()) {
            return "";
        }
        String passed = capacity.has("passed")
                ? number(Math.round(capacity.path("passed").asDouble()))
                : "-";
        String failed = capacity.has("failed")
                ? number(Math.round(capacity.path("failed").asDouble()))
                : "-";
        return ", capacity " + passed + " to " + failed + "/s";
    }

    /** What of a list does not hold, with its value and its limit. */
    private static String names(JsonNode list, String holds) {
        return String.join(
                ", ",
                StreamSupport.stream(list.spliterator(), false)
                        .filter(each -> !each.path(holds).asBoolean())
                        .map(each -> each.path("name").asText()
                                + " "
                                + figure(each.path("value").asDouble())
                                + " "
                                + each.path("unit").asText()
                                + ", "
                                + figure(each.path("limit").asDouble())
                                + " allowed")
                        .toList());
    }

    /** Three digits, or all of a whole number. */
    private static String figure(double value) {
        return value >= 1_000 || value == Math.rint(value)
                ? number(Math.round(value))
                : String.format(Locale.ROOT, "%.3g", value);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** {@return microseconds in a unit that fits} */
    static String time(long micros) {
        if (micros < 1_000) {
            return micros + " us";
        }
        return micros < 10_000_000
                ? String.format(Locale.ROOT, micros < 100_000 ? "%.1f ms" : "%.0f ms", micros / 1e3)
                : String.format(Locale.ROOT, "%.1f s", micros / 1e6);
    }
}

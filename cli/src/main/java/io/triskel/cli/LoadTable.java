package io.triskel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.cloud.CloudDescriptor;
import io.triskel.load.result.Capacity;
import io.triskel.load.result.Correctness;
import io.triskel.load.result.Evidence;
import io.triskel.load.result.ResultJson;
import io.triskel.load.result.RunSummary;
import io.triskel.load.result.RunVerdict;
import io.triskel.load.result.Spend;
import io.triskel.load.result.Times;
import io.triskel.load.workload.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The outcome of a load test, in lines for people, and its exit code. */
final class LoadTable {
    /** The worker of the line on all workers together. */
    static final String ALL = "all";

    private static final String HIDDEN = "hidden";
    private static final String ROW = "%-9s %-9s %11s %9s %9s %9s %6s %10s %9s  %s";

    private final List<Run> runs;

    LoadTable(Map<LoadTarget, List<ObjectNode>> results) {
        this.runs = results.entrySet().stream()
                .flatMap(each -> each.getValue().stream().map(answer -> Run.of(each.getKey(), answer)))
                .toList();
    }

    /**
     * The outcome of one run.
     *
     * @param cloud the cloud of the target, an emulator or a simulation; empty for memory
     * @param missing why there is no summary, if there is none
     */
    private record Run(
            String label,
            Optional<CloudDescriptor> cloud,
            boolean isWorker,
            boolean isFailed,
            String missing,
            Optional<RunSummary> summary,
            List<String> said) {
        static Run of(LoadTarget target, JsonNode answer) {
            boolean isWorker = answer.has("worker");
            return new Run(
                    target.text() + (isWorker ? worker(answer.path("worker")) : ""),
                    target.cloud(),
                    isWorker,
                    answer.has("failed"),
                    answer.path(answer.has("failed") ? "failed" : "notRun").asText(),
                    answer.has("failed") || answer.has("notRun")
                            ? Optional.empty()
                            : Optional.of(ResultJson.summary(answer)),
                    answer.path("said").valueStream().map(JsonNode::asText).toList());
        }

        private static String worker(JsonNode worker) {
            return worker.isTextual() ? " " + worker.asText() : " w" + worker.asInt();
        }

        boolean isTogether() {
            return label.endsWith(" " + ALL);
        }

        int exit() {
            return isFailed
                    ? RunVerdict.FAILED
                    : summary.map(run -> run.verdict().exit()).orElse(RunVerdict.INVALID);
        }

        String why() {
            return (isFailed ? "failed: " : "not run: ") + firstLine(missing);
        }

        /** Whether it says nothing of the target, for another reason than that it was stopped. */
        boolean isInvalid() {
            return summary.filter(run -> !run.partial() && !run.verdict().valid())
                    .isPresent();
        }
    }

    /** {@return the worst of all runs: a target that failed, an invalid run or one that was not run, a missed objective, none of these} */
    int exitCode() {
        return runs.stream().mapToInt(Run::exit).max().orElse(RunVerdict.FAILED);
    }

    /** @param folder of the results, in which a report may be made */
    List<String> lines(Path folder) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                ROW, "", "evidence", "sent", "p50", "p99", "p99.9", "lost", "duplicates", "reordered", "verdict"));
        runs.forEach(run -> lines.add(run.summary()
                .map(summary -> row(run.label(), summary, hides(run)))
                .orElseGet(() -> String.format(Locale.ROOT, "%-9s %s", run.label(), run.why()))));
        lines.add("");
        if (runs.stream().anyMatch(Run::isWorker)) {
            lines.add("w0, w1, ...: workers, each with its own keys; the report adds them up.");
        }
        if (runs.stream().anyMatch(Run::isTogether)) {
            lines.add(
                    "all: the workers together, which alone can tell what is lost; percentiles of the slowest worker.");
        }
        runs.forEach(run -> run.said().forEach(each -> lines.add(run.label() + ": " + each)));
        lines.add(latency());
        if (runs.stream().anyMatch(this::hides)) {
            lines.add(HIDDEN
                    + ": an emulator's latency says nothing about its cloud's, so it is not compared with another"
                    + " cloud's. To see it: ./triskel report " + folder + " --emulator-latency");
        }
        if (runs.stream().anyMatch(Run::isInvalid)) {
            runs.stream().flatMap(LoadTable::fixes).distinct().forEach(lines::add);
            lines.add("INVALID: the run says nothing about the target. For the checks and their fixes, see"
                    + " docs/how-load-tests-judge.md#what-makes-a-run-invalid");
        }
        if (any(run -> run.evidence() == Evidence.EMULATOR)) {
            lines.add("emulator: measured on local emulators; the figures say nothing about the cloud.");
        }
        if (any(run -> run.evidence() == Evidence.SIMULATED)) {
            lines.add("simulated: computed in virtual time from the services' documentation; nothing was sent.");
        }
        return lines;
    }

    /** {@return what to do about each check that does not hold} */
    private static Stream<String> fixes(Run run) {
        return run.summary().filter(summary -> !summary.partial()).stream()
                .flatMap(summary -> summary.verdict().checks().stream())
                .filter(check -> !check.ok() && !check.fix().isEmpty())
                .map(check -> run.label() + ": " + check.fix());
    }

    private String latency() {
        if (any(run -> run.level() == Level.PIPELINE)) {
            return "Latency from an order's intended time of placement until the order finished.";
        }
        return "Latency from an event's intended send time to "
                + (any(run -> run.level() == Level.FUNCTION)
                        ? "the end of its handler in the function, by its clock."
                        : "its handler.");
    }

    private boolean any(Predicate<RunSummary> what) {
        return runs.stream().flatMap(run -> run.summary().stream()).anyMatch(what);
    }

    /** As in the report: an emulator's latency next to another cloud's figure stays out of sight. */
    private boolean hides(Run run) {
        return run.summary()
                        .filter(summary -> summary.evidence() == Evidence.EMULATOR)
                        .isPresent()
                && run.cloud().isPresent()
                && runs.stream()
                        .anyMatch(other ->
                                other.cloud().isPresent() && !other.cloud().equals(run.cloud()));
    }

    private static String row(String label, RunSummary run, boolean hidesLatency) {
        Times latency = run.latencyUs().corrected();
        Correctness correctness = run.correctness();
        return String.format(
                Locale.ROOT,
                ROW,
                label,
                run.evidence().word(),
                number(correctness.sent()),
                hidesLatency ? HIDDEN : time(latency.p50Us()),
                hidesLatency ? HIDDEN : time(latency.p99Us()),
                hidesLatency ? HIDDEN : time(latency.p999Us()),
                correctness.knownLost().isPresent() ? number(correctness.lost()) : "-",
                number(correctness.duplicates().all()),
                number(correctness.reordered()),
                verdict(run));
    }

    private static String verdict(RunSummary run) {
        if (run.partial()) {
            return run.spend().filter(Spend::stoppedAtBudget).isPresent()
                    ? "INVALID: stopped at the budget"
                    : "INVALID: stopped early";
        }
        if (!run.verdict().valid()) {
            String broken = run.verdict().checks().stream()
                    .filter(check -> !check.ok())
                    .map(check -> name(check.name(), check.value(), check.unit(), check.limit()))
                    .collect(Collectors.joining(", "));
            return "INVALID: " + (broken.isEmpty() ? "nothing was sent" : broken);
        }
        String missed = run.verdict().objectives().stream()
                .filter(objective -> !objective.met())
                .map(each -> name(each.name(), each.value(), each.unit(), each.limit()))
                .collect(Collectors.joining(", "));
        return (missed.isEmpty() ? "ok" : "missed: " + missed)
                + run.capacity().map(LoadTable::capacity).orElse("");
    }

    private static String capacity(Capacity capacity) {
        return ", capacity " + range(capacity.passed(), capacity.failed())
                + (capacity.reason().equals("generator") ? ", the generator was the limit" : "")
                + capacity.underObjectives()
                        .map(each -> ", under objectives " + range(each.passed(), each.failed()))
                        .orElse("");
    }

    private static String range(OptionalDouble passed, OptionalDouble failed) {
        if (passed.isEmpty() || failed.isEmpty()) {
            return failed.isPresent() ? "below " + rate(failed) + "/s" : "at least " + rate(passed) + "/s";
        }
        return rate(passed) + " to " + rate(failed) + "/s";
    }

    private static String rate(OptionalDouble rate) {
        return rate.isPresent() ? number(Math.round(rate.getAsDouble())) : "-";
    }

    private static String name(String name, double value, String unit, double limit) {
        return name + " " + figure(value) + " " + unit + ", " + figure(limit) + " allowed";
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

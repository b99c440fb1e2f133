package io.triskel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.result.Capacity;
import io.triskel.load.result.Correctness;
import io.triskel.load.result.Evidence;
import io.triskel.load.result.ResultJson;
import io.triskel.load.result.RunSummary;
import io.triskel.load.result.RunVerdict;
import io.triskel.load.result.Times;
import io.triskel.load.workload.Worker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/**
 * One run on a load test's page: what its workers' processes answer, as messages. An emulator's times are left out if another cloud is
 * loaded, too, as in a report.
 */
final class LoadRunShown {
    private final LoadHistory history;
    private final ObjectNode run;
    private final String name;
    private final boolean hasRivals;
    private boolean hidesTimes;
    /** Seconds that not all workers have told of. */
    private final TreeMap<Integer, Map<Integer, ObjectNode>> open = new TreeMap<>();

    private final Map<Integer, Integer> lastOf = new HashMap<>();

    /** @param hasRivals whether another cloud is loaded by the same command */
    LoadRunShown(LoadHistory history, LoadTarget target, int repeat, boolean hasRivals) {
        this.history = history;
        this.hasRivals = hasRivals;
        this.run = JsonNodeFactory.instance
                .objectNode()
                .put("lane", target.text())
                .put("repeat", repeat + 1)
                .put("state", "starting");
        this.name = target.text() + " " + repeat;
        tell();
    }

    private void tell() {
        history.put("run", name, run);
    }

    /** Takes what a worker answered. */
    synchronized void take(Worker worker, JsonNode answer) {
        switch (answer.path("event").asText()) {
            case "ready" -> ready(answer);
            case "progress" -> second(worker, answer);
            case "probe" -> probe(worker, answer);
            default -> {
                // an answer of a later protocol, which does not concern the page
            }
        }
    }

    private void ready(JsonNode answer) {
        hidesTimes = hasRivals && answer.path("evidence").asText().equals(Evidence.EMULATOR.word());
        run.put("state", "running")
                .put("evidence", answer.path("evidence").asText())
                .put("stack", answer.path("stack").asText())
                .put("hidden", hidesTimes);
        tell();
    }

    private void second(Worker worker, JsonNode answer) {
        int at = Math.max((int) Math.round(answer.path("at").asDouble()), lastOf.getOrDefault(worker.index(), 0) + 1);
        lastOf.put(worker.index(), at);
        open.computeIfAbsent(at, first -> new TreeMap<>())
                .put(worker.index(), measured(answer).put("t", at - 1));
        // A worker whose second is a little late is waited for; one that has ended is not.
        while (!open.isEmpty()
                && (open.firstEntry().getValue().size() == worker.count() || open.firstKey() < open.lastKey() - 1)) {
            history.second(
                    name, LoadSeconds.together(open.pollFirstEntry().getValue().values()));
        }
    }

    private ObjectNode measured(JsonNode answer) {
        ObjectNode second = JsonNodeFactory.instance
                .objectNode()
                .put("lane", run.path("lane").asText())
                .put("repeat", run.path("repeat").asInt())
                .put("span", 1)
                .put("measured", 1)
                .put("phase", answer.path("phase").asText())
                .put("sent", answer.path("rate").asLong())
                .put("rejected", answer.path("failed").asLong())
                .put("left", answer.path("secondsLeft").asLong());
        for (String count : List.of("offered", "accepted", "delivered", "throttled", "late", "lag", "reordered")) {
            second.put(count, answer.path(count).asLong());
        }
        if (answer.path("processor").isNumber()) {
            second.put("processor", answer.path("processor").asDouble());
        }
        // A second in which nothing came that counts has 0.
        if (!hidesTimes && answer.path("p99Us").asLong() > 0) {
            second.put("p50", answer.path("p50Us").asLong() / 1e3)
                    .put("p99", answer.path("p99Us").asLong() / 1e3);
        }
        return second;
    }

    private void probe(Worker worker, JsonNode answer) {
        ObjectNode probe = answer.deepCopy();
        probe.remove("event");
        probe.put("lane", run.path("lane").asText())
                .put("repeat", run.path("repeat").asInt());
        if (worker.count() > 1) {
            probe.put("worker", worker.index());
        }
        // Nothing is known of an end that no rate has shown yet.
        if (probe.path("low").asDouble() <= 0) {
            probe.remove("low");
        }
        history.put(
                "probe",
                name + " " + worker.index() + " " + answer.path("number").asInt(),
                probe);
    }

    /** Shows how the run ended: what became of each worker, and of all together. */
    synchronized void ended(List<ObjectNode> results) {
        open.values().forEach(rest -> history.second(name, LoadSeconds.together(rest.values())));
        open.clear();
        run.put("state", "ended");
        results.forEach(result -> run.withArray("results").add(result(result)));
        history.ended(name);
        tell();
    }

    private ObjectNode result(JsonNode answer) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        for (String copied : List.of("worker", "failed", "notRun")) {
            if (answer.has(copied)) {
                shown.set(copied, answer.path(copied));
            }
        }
        if (answer.has("failed") || answer.has("notRun")) {
            return shown;
        }
        RunSummary summary = ResultJson.summary(answer);
        RunVerdict verdict = summary.verdict();
        shown.put("valid", verdict.valid()).put("partial", summary.partial()).put("exit", verdict.exit());
        verdict.checks().forEach(check -> {
            ObjectNode each = shown.withArray("checks").addObject();
            each.put("name", check.name()).put("ok", check.ok()).put("fix", check.fix());
            figures(each, check.value(), check.unit(), check.limit());
        });
        verdict.objectives().forEach(objective -> {
            ObjectNode each = shown.withArray("objectives").addObject();
            each.put("name", objective.name()).put("ok", objective.met());
            figures(each, objective.value(), objective.unit(), objective.limit());
        });
        correctness(shown, summary.correctness());
        Times latency = summary.latencyUs().corrected();
        if (!hidesTimes && latency.count() > 0) {
            shown.put("p50", latency.p50Us() / 1e3)
                    .put("p99", latency.p99Us() / 1e3)
                    .put("p999", latency.p999Us() / 1e3);
        }
        summary.capacity().ifPresent(found -> capacity(shown, found));
        summary.spend()
                .ifPresent(spend -> shown.put("usd", spend.usd())
                        .put("budgetUsd", spend.budgetUsd())
                        .put("stoppedAtBudget", spend.stoppedAtBudget()));
        return shown;
    }

    /** The limit of a check of delays depends on the latency. */
    private void figures(ObjectNode to, double value, String unit, double limit) {
        if (!(hidesTimes && unit.endsWith("s") && unit.length() <= 2)) {
            to.put("value", value).put("unit", unit).put("limit", limit);
        }
    }

    private static void correctness(ObjectNode to, Correctness found) {
        to.put("sent", found.sent())
                .put("accepted", found.accepted())
                .put("delivered", found.delivered())
                .put("duplicates", found.duplicates().all())
                .put("reordered", found.reordered())
                .put("corrupt", found.corrupt())
                .put("unknown", found.unknownOutcome());
        found.knownLost().ifPresent(lost -> to.put("lost", lost));
    }

    private static void capacity(ObjectNode to, Capacity found) {
        ObjectNode capacity = to.putObject("capacity").put("reason", found.reason());
        ends(capacity, found.passed(), found.failed());
        found.underObjectives().ifPresent(each -> {
            ObjectNode under = capacity.putObject("underObjectives").put("reason", each.reason());
            ends(under, each.passed(), each.failed());
        });
    }

    private static void ends(ObjectNode to, OptionalDouble passed, OptionalDouble failed) {
        passed.ifPresent(rate -> to.put("passed", rate));
        failed.ifPresent(rate -> to.put("failed", rate));
    }
}

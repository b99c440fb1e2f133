package io.triskel.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.result.ResultException;
import io.triskel.load.workload.Worker;
import io.triskel.load.workload.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * A workload on several targets: one at a time, so that they do not compete for the CPU, and all once before any repeats, so that
 * changes of the machine affect all. Each target, or each of its workers, has its own process.
 */
final class WorkloadRun {
    private final Workload workload;
    private final Workers workers;
    private final RunCosts costs;
    private final LoadFolder folder;
    private final Function<LoadTarget, List<String>> commands;
    private final Map<String, String> environment;
    private final String command;
    private final ProgressLine line;
    /** By all repeats of a target until now. */
    private final Map<LoadTarget, Double> spent = new HashMap<>();

    /**
     * Creates it.
     *
     * @param costs that the workload's budget is kept by
     * @param commands how each target is started
     * @param environment of the targets; some values have a placeholder for a worker's number
     * @param command what the user wrote, for the results
     */
    WorkloadRun(
            Workload workload,
            Workers workers,
            RunCosts costs,
            LoadFolder folder,
            Function<LoadTarget, List<String>> commands,
            Map<String, String> environment,
            String command,
            ProgressLine line) {
        this.workload = workload;
        this.workers = workers;
        this.costs = costs;
        this.folder = folder;
        this.commands = commands;
        this.environment = environment;
        this.command = command;
        this.line = line;
    }

    /** {@return the summaries of each target's repeats and workers; an object with {@code failed} says why there is none} */
    Map<LoadTarget, List<ObjectNode>> run(List<LoadTarget> targets) {
        Map<LoadTarget, List<String>> started = new LinkedHashMap<>();
        Map<LoadTarget, List<ObjectNode>> results = new LinkedHashMap<>();
        targets.forEach(target -> started.put(target, commands.apply(target)));
        targets.forEach(target -> results.put(target, new ArrayList<>()));
        for (int repeat = 0; repeat < workload.repeats(); repeat++) {
            for (LoadTarget target : targets) {
                results.getOrDefault(target, new ArrayList<>())
                        .addAll(run(target, started.getOrDefault(target, List.of()), repeat));
            }
        }
        return results;
    }

    private List<ObjectNode> run(LoadTarget target, List<String> start, int repeat) {
        if (left(target).filter(left -> left <= 0).isPresent()) {
            String why = folder.failed(target, "earlier repeats spent the budget: raise it, or lower repeats");
            return List.of(JsonNodeFactory.instance.objectNode().put("failed", why));
        }
        String name = target.text() + (workload.repeats() > 1 ? " " + (repeat + 1) + "/" + workload.repeats() : "");
        LoadProgress progress = new LoadProgress(name, line);
        List<ObjectNode> summaries = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        boolean shared = workers.share(workload, target, environment);
        OptionalLong run = shared ? OptionalLong.of(workers.run(repeat, workload)) : OptionalLong.empty();
        try (SharedEmulator bus = shared && !LoadPlan.isCloud(target, environment)
                        ? SharedEmulator.start(target.text(), start)
                        : SharedEmulator.none();
                WorkerProcesses processes = new WorkerProcesses()) {
            Settling settling = new Settling(workload.consumers(), workers);
            for (Worker worker : workers.started()) {
                processes.start(
                        target.text() + (workers.areSeveral() ? ", worker " + worker.index() : ""),
                        start,
                        bus.variables(Workers.variables(environment, worker)),
                        request(target, repeat, worker, run),
                        answer -> {
                            progress.show(worker, answer);
                            if (shared && settling.isSettled(worker, answer)) {
                                processes.settled();
                            }
                        });
            }
            if (workers.areSeveral()) {
                processes.begin(workers.start(repeat, workload));
            }
            for (int i = 0; i < workers.started().size(); i++) {
                try {
                    ObjectNode summary = (ObjectNode) processes.summary(i);
                    spent.merge(target, summary.path("spend").path("usd").asDouble() * elsewhere(), Double::sum);
                    summaries.add(
                            workers.areSeveral()
                                    ? summary.put(
                                            "worker", workers.started().get(i).index())
                                    : summary);
                } catch (Failure | CompletionException failed) {
                    failures.add(words(failed));
                }
            }
        } catch (Failure | CompletionException failed) {
            failures.add(words(failed));
        }
        if (shared && !workers.isPart()) {
            try {
                together(target, repeat).ifPresent(summaries::add);
            } catch (ResultException broken) {
                failures.add(String.valueOf(broken.getMessage()));
            }
        }
        if (!failures.isEmpty()) {
            line.say(folder.failed(target, String.join(System.lineSeparator(), failures)));
            failures.forEach(
                    each -> summaries.add(JsonNodeFactory.instance.objectNode().put("failed", each)));
        }
        return summaries;
    }

    private Optional<ObjectNode> together(LoadTarget target, int repeat) {
        return SharedSummary.of(workers.started().stream()
                .map(worker -> folder.result(target, repeat, worker.index()))
                .toList());
    }

    /** The rest of a target's budget; empty if the target spends nothing, or there is no budget. */
    private Optional<Double> left(LoadTarget target) {
        return costs.of(target)
                .flatMap(any -> workload.budget())
                .map(budget -> budget.dollars().doubleValue() - spent.getOrDefault(target, 0.0));
    }

    private ObjectNode request(LoadTarget target, int repeat, Worker worker, OptionalLong run) {
        ObjectNode request = JsonNodeFactory.instance
                .objectNode()
                .put("op", "load")
                .put("repeat", repeat)
                .put("worker", worker.index())
                .put("workers", worker.count())
                .put("file", folder.result(target, repeat, worker.index()).toString())
                .put("command", command);
        run.ifPresent(shared -> request.put("sharedRun", shared));
        request.set("workload", workload.toJson());
        left(target)
                .flatMap(left -> costs.of(target).map(cost -> cost.limited(left, worker.share(workload.keys()))))
                .ifPresent(limit -> request.set("spend", limit));
        return request;
    }

    /** Workers that a job has started elsewhere are taken to spend as those here. */
    private double elsewhere() {
        return (double) workers.count() / workers.started().size();
    }

    private static String words(RuntimeException failed) {
        return String.valueOf(failed.getCause() instanceof Failure cause ? cause.getMessage() : failed.getMessage());
    }
}

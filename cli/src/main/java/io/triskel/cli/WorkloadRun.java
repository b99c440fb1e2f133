package io.triskel.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.result.ResultException;
import io.triskel.load.workload.Worker;
import io.triskel.load.workload.Workload;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * A workload on several targets: one at a time, so that they do not compete for the CPU, and all once before any repeats, so that
 * changes of the machine affect all. Each target, or each of its workers, has its own process.
 */
final class WorkloadRun {
    /** Of a dollar: finer than any price of an event. */
    private static final int PLACES = 12;

    private final Workload workload;
    private final Workers workers;
    private final RunCosts costs;
    private final LoadFolder folder;
    private final Function<LoadTarget, List<String>> commands;
    private final Map<String, String> environment;
    private final String command;
    private final Shown shown;
    /** By all repeats of a target's worker until now. */
    private final Map<LoadTarget, Map<Worker, BigDecimal>> spent = new HashMap<>();

    /** Where the runs are shown: in a line of the terminal, and on a page if there is one. */
    record Shown(ProgressLine line, LoadPage page) {}

    private Optional<WorkerProcesses> running = Optional.empty();
    private boolean stopped;

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
            Shown shown) {
        this.workload = workload;
        this.workers = workers;
        this.costs = costs;
        this.folder = folder;
        this.commands = commands;
        this.environment = environment;
        this.command = command;
        this.shown = shown;
    }

    /**
     * {@return the summaries of each target's repeats and workers; an object with {@code failed} says why there is none, one with
     * {@code notRun} why nothing was started}
     */
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
        Optional<LoadRunShown> page = shown.page().begin(target, repeat);
        List<ObjectNode> ended = run(target, start, repeat, page);
        page.ifPresent(each -> each.ended(ended));
        return ended;
    }

    private List<ObjectNode> run(LoadTarget target, List<String> start, int repeat, Optional<LoadRunShown> page) {
        Optional<String> tooLittle = tooLittle(target);
        if (tooLittle.isPresent()) {
            return List.of(notRun(tooLittle.get()));
        }
        Map<Worker, ObjectNode> answers = new HashMap<>();
        Map<Worker, String> failures = new HashMap<>();
        Set<Worker> ready = ConcurrentHashMap.newKeySet();
        boolean shared = workers.share(workload, target, environment);
        OptionalLong run = shared ? OptionalLong.of(workers.run(repeat, workload)) : OptionalLong.empty();
        try (SharedEmulator bus = shared && !LoadPlan.isCloud(target, environment)
                        ? SharedEmulator.start(target.text(), start)
                        : SharedEmulator.none();
                WorkerProcesses processes = new WorkerProcesses()) {
            if (!begins(processes)) {
                return List.of(notRun("the command was stopped before it began"));
            }
            Settling settling = new Settling(workload.consumers(), workers);
            LoadProgress progress = new LoadProgress(
                    target.text() + (workload.repeats() > 1 ? " " + (repeat + 1) + "/" + workload.repeats() : ""),
                    shown.line());
            for (Worker worker : workers.started()) {
                processes.start(
                        target.text()
                                + (workload.repeats() > 1 ? ", repeat " + (repeat + 1) : "")
                                + (workers.areSeveral() ? ", worker " + worker.index() : ""),
                        start,
                        bus.variables(Workers.variables(environment, worker)),
                        request(target, repeat, worker, run),
                        answer -> {
                            ready.add(worker);
                            progress.show(worker, answer);
                            page.ifPresent(each -> each.take(worker, answer));
                            if (shared && settling.isSettled(worker, answer)) {
                                processes.settled();
                            }
                        });
            }
            if (workers.areSeveral()) {
                processes.begin(workers.start(repeat, workload));
            }
            for (int i = 0; i < workers.started().size(); i++) {
                Worker worker = workers.started().get(i);
                try {
                    answers.put(worker, (ObjectNode) processes.summary(i));
                } catch (Failure | CompletionException failed) {
                    failures.put(worker, words(failed));
                }
            }
        } catch (Failure | CompletionException failed) {
            workers.started().forEach(worker -> failures.put(worker, words(failed)));
        }
        List<ObjectNode> ended = new ArrayList<>(ended(target, repeat, answers, failures, ready));
        if (shared && !workers.isPart()) {
            ended.addAll(together(target, repeat));
        }
        return ended;
    }

    /** What all workers on one bus tell together. */
    private List<ObjectNode> together(LoadTarget target, int repeat) {
        try {
            return SharedSummary.of(workers.started().stream()
                            .map(worker -> folder.result(target, repeat, worker.index()))
                            .toList())
                    .stream()
                    .toList();
        } catch (ResultException broken) {
            return List.of(JsonNodeFactory.instance
                    .objectNode()
                    .put("failed", folder.failed(target, String.valueOf(broken.getMessage()))));
        }
    }

    /**
     * {@return what became of each worker, now that all have ended} A result that was written is the truth, whatever its process said or
     * did afterwards; only without one did the target fail. It may then have spent all that it was allowed to, if it was ready.
     */
    private List<ObjectNode> ended(
            LoadTarget target,
            int repeat,
            Map<Worker, ObjectNode> answers,
            Map<Worker, String> failures,
            Set<Worker> ready) {
        List<ObjectNode> ended = new ArrayList<>();
        Set<String> why = new LinkedHashSet<>();
        for (Worker worker : workers.started()) {
            Optional<ObjectNode> summary =
                    Optional.ofNullable(answers.get(worker)).or(() -> folder.summary(target, repeat, worker.index()));
            summary.ifPresent(each -> {
                spend(
                        target,
                        worker,
                        new BigDecimal(each.path("spend").path("usd").asDouble()));
                ended.add(workers.areSeveral() ? each.put("worker", worker.index()) : each);
            });
            if (summary.isEmpty()) {
                left(target, worker).filter(any -> ready.contains(worker)).ifPresent(all -> spend(target, worker, all));
                why.add(failures.getOrDefault(worker, ""));
            }
        }
        if (!why.isEmpty()) {
            shown.line().say(folder.failed(target, String.join(System.lineSeparator(), why)));
            why.forEach(each -> ended.add(JsonNodeFactory.instance.objectNode().put("failed", each)));
        }
        return ended;
    }

    private static ObjectNode notRun(String why) {
        return JsonNodeFactory.instance.objectNode().put("notRun", why);
    }

    private synchronized boolean begins(WorkerProcesses processes) {
        running = Optional.of(processes);
        return !stopped;
    }

    /** Ends what runs, with partial results, and begins nothing more. */
    void stop() {
        Optional<WorkerProcesses> now;
        synchronized (this) {
            stopped = true;
            now = running;
        }
        now.ifPresent(WorkerProcesses::stop);
    }

    private void spend(LoadTarget target, Worker worker, BigDecimal usd) {
        spent.computeIfAbsent(target, first -> new HashMap<>()).merge(worker, usd, BigDecimal::add);
    }

    /** The rest of a worker's part of the budget; empty if the target spends nothing, or there is no budget. */
    private Optional<BigDecimal> left(LoadTarget target, Worker worker) {
        // Rounded down, so that the parts of all workers are never more than the whole.
        return costs.of(target)
                .flatMap(any -> workload.budget())
                .map(budget -> budget.dollars()
                        .multiply(new BigDecimal(worker.share(workload.keys())))
                        .setScale(PLACES, RoundingMode.DOWN)
                        .subtract(spent.getOrDefault(target, Map.of()).getOrDefault(worker, BigDecimal.ZERO)));
    }

    /** Why a repeat is not run that cannot pay for an event of each worker and its drain. */
    private Optional<String> tooLittle(LoadTarget target) {
        for (Worker worker : workers.started()) {
            double least = costs.of(target)
                    .map(cost -> cost.least(worker.share(workload.keys()), workload.drain()))
                    .orElse(0.0);
            Optional<BigDecimal> left = left(target, worker).filter(usd -> usd.compareTo(new BigDecimal(least)) < 0);
            if (left.isPresent()) {
                String whose = workers.areSeveral() ? " for worker " + worker.index() : "";
                return Optional.of(
                        usd(left.get()) + " USD of the budget is left" + whose + ", and one event with its drain"
                                + " costs " + usd(new BigDecimal(least)) + " USD: raise the budget, or lower repeats");
            }
        }
        return Optional.empty();
    }

    private static String usd(BigDecimal amount) {
        return amount.signum() <= 0
                ? "0"
                : amount.round(new MathContext(3, RoundingMode.DOWN))
                        .stripTrailingZeros()
                        .toPlainString();
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
        if (shown.page().isOpen()) {
            request.put("watched", true);
        }
        run.ifPresent(shared -> request.put("sharedRun", shared));
        request.set("workload", workload.toJson());
        left(target, worker)
                .flatMap(left -> costs.of(target).map(cost -> cost.limited(left, worker.share(workload.keys()))))
                .ifPresent(limit -> request.set("spend", limit));
        return request;
    }

    private static String words(RuntimeException failed) {
        return String.valueOf(failed.getCause() instanceof Failure cause ? cause.getMessage() : failed.getMessage());
    }
}

package io.triskel.load.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.workload.Level;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a {@link RunFile} member by member; a member that is not set has the value that it has in a file without it. */
public final class RunFileBuilder {
    private final String target;
    private final Evidence evidence;
    private final Level level;
    private final Instant from;
    private final Instant to;
    private String stack = "";
    private int worker;
    private int workers = 1;
    private String command = "";
    private Map<String, Integer> units = Map.of();
    private int repeat;
    private int repeats = 1;
    private long seed;
    private JsonNode workload = JsonNodeFactory.instance.objectNode();
    private boolean partial;
    private RunVerdict verdict = RunVerdict.NONE;
    private List<PhaseCounts> phases = List.of();
    private Optional<Latency> latency = Optional.empty();
    private List<Stage> stages = List.of();
    private double clockErrorUs;
    private Optional<Series> series = Optional.empty();
    private Optional<Correctness> correctness = Optional.empty();
    private long late;
    private long unsent;
    private List<ErrorCount> errors = List.of();
    private Optional<Backlog> backlog = Optional.empty();
    private Optional<Capacity> capacity = Optional.empty();
    private Optional<SelfUse> self = Optional.empty();
    private Optional<Sending> sending = Optional.empty();
    private List<String> problems = List.of();
    private Optional<ObjectNode> functions = Optional.empty();
    private Optional<ObjectNode> orders = Optional.empty();
    private Optional<ObjectNode> reporting = Optional.empty();
    private Optional<Spend> spend = Optional.empty();
    private ObjectNode environment = JsonNodeFactory.instance.objectNode();

    /** Begins with the members that every file has. */
    public RunFileBuilder(String target, Evidence evidence, Level level, Instant from, Instant to) {
        this.target = target;
        this.evidence = evidence;
        this.level = level;
        this.from = from;
        this.to = to;
    }

    public RunFileBuilder stack(String stack) {
        this.stack = stack;
        return this;
    }

    public RunFileBuilder worker(int worker) {
        this.worker = worker;
        return this;
    }

    public RunFileBuilder workers(int workers) {
        this.workers = workers;
        return this;
    }

    public RunFileBuilder command(String command) {
        this.command = command;
        return this;
    }

    public RunFileBuilder units(Map<String, Integer> units) {
        this.units = units;
        return this;
    }

    public RunFileBuilder repeat(int repeat) {
        this.repeat = repeat;
        return this;
    }

    public RunFileBuilder repeats(int repeats) {
        this.repeats = repeats;
        return this;
    }

    public RunFileBuilder seed(long seed) {
        this.seed = seed;
        return this;
    }

    public RunFileBuilder workload(JsonNode workload) {
        this.workload = workload;
        return this;
    }

    public RunFileBuilder partial(boolean partial) {
        this.partial = partial;
        return this;
    }

    public RunFileBuilder verdict(RunVerdict verdict) {
        this.verdict = verdict;
        return this;
    }

    public RunFileBuilder phases(List<PhaseCounts> phases) {
        this.phases = phases;
        return this;
    }

    public RunFileBuilder latency(Latency latency) {
        this.latency = Optional.of(latency);
        return this;
    }

    public RunFileBuilder stages(List<Stage> stages) {
        this.stages = stages;
        return this;
    }

    public RunFileBuilder clockErrorUs(double clockErrorUs) {
        this.clockErrorUs = clockErrorUs;
        return this;
    }

    public RunFileBuilder series(Series series) {
        this.series = Optional.of(series);
        return this;
    }

    public RunFileBuilder correctness(Correctness correctness) {
        this.correctness = Optional.of(correctness);
        return this;
    }

    public RunFileBuilder late(long late) {
        this.late = late;
        return this;
    }

    public RunFileBuilder unsent(long unsent) {
        this.unsent = unsent;
        return this;
    }

    public RunFileBuilder errors(List<ErrorCount> errors) {
        this.errors = errors;
        return this;
    }

    public RunFileBuilder backlog(Backlog backlog) {
        this.backlog = Optional.of(backlog);
        return this;
    }

    public RunFileBuilder capacity(Capacity capacity) {
        this.capacity = Optional.of(capacity);
        return this;
    }

    public RunFileBuilder self(SelfUse self) {
        this.self = Optional.of(self);
        return this;
    }

    public RunFileBuilder sending(Sending sending) {
        this.sending = Optional.of(sending);
        return this;
    }

    public RunFileBuilder problems(List<String> problems) {
        this.problems = problems;
        return this;
    }

    public RunFileBuilder functions(ObjectNode functions) {
        this.functions = Optional.of(functions);
        return this;
    }

    public RunFileBuilder orders(ObjectNode orders) {
        this.orders = Optional.of(orders);
        return this;
    }

    public RunFileBuilder reporting(ObjectNode reporting) {
        this.reporting = Optional.of(reporting);
        return this;
    }

    public RunFileBuilder spend(Spend spend) {
        this.spend = Optional.of(spend);
        return this;
    }

    public RunFileBuilder environment(ObjectNode environment) {
        this.environment = environment;
        return this;
    }

    public RunFile build() {
        return new RunFile(
                RunFile.SCHEMA,
                target,
                evidence,
                stack,
                worker,
                workers,
                command,
                units,
                repeat,
                repeats,
                seed,
                level,
                workload,
                from,
                to,
                partial,
                verdict,
                phases,
                latency,
                stages,
                clockErrorUs,
                series,
                correctness,
                late,
                unsent,
                errors,
                backlog,
                capacity,
                self,
                sending,
                problems,
                functions,
                orders,
                reporting,
                spend,
                environment);
    }
}

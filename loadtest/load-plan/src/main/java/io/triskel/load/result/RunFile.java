package io.triskel.load.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.workload.Level;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * One result file: what one worker measured in one repeat on one target. The order of the components is that of the file's members.
 *
 * @param target such as {@code aws}, {@code sim-aws}, {@code memory}
 * @param stack what was measured, for people
 * @param units the units of capacity that the stack had, such as 4 shards; empty if unknown
 * @param workload as the run's file wrote it; two runs are compared by it
 * @param partial interrupted before its end
 * @param clockErrorUs how far clocks of two processes may differ
 * @param sending calls in flight, and who held events back
 * @param problems of the consuming side, for people
 * @param functions what functions did, at level function
 * @param orders how they ended, at level pipeline
 * @param reporting the cost of observing functions and orders
 * @param spend what it has cost by list prices, if it had a budget
 */
public record RunFile(
        int schema,
        @JsonProperty(required = true) String target,
        @JsonProperty(required = true) Evidence evidence,
        String stack,
        int worker,
        int workers,
        String command,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Integer> units,
        int repeat,
        int repeats,
        @JsonDeserialize(using = ResultJson.Signed.class) long seed,
        @JsonProperty(required = true) Level level,
        JsonNode workload,
        @JsonProperty(required = true) Instant from,
        @JsonProperty(required = true) Instant to,
        boolean partial,
        RunVerdict verdict,
        List<PhaseCounts> phases,
        Optional<Latency> latency,
        List<Stage> stages,
        @JsonSerialize(using = ShortNumber.class) double clockErrorUs,
        Optional<Series> series,
        Optional<Correctness> correctness,
        long late,
        long unsent,
        List<ErrorCount> errors,
        Optional<Backlog> backlog,
        Optional<Capacity> capacity,
        Optional<SelfUse> self,
        Optional<Sending> sending,
        List<String> problems,
        Optional<ObjectNode> functions,
        Optional<ObjectNode> orders,
        Optional<ObjectNode> reporting,
        Optional<Spend> spend,
        ObjectNode environment) {
    /** The version of the format. */
    public static final int SCHEMA = 1;

    public RunFile {
        // Jackson passes null and 0 for members that a file lacks.
        workers = Math.max(1, workers);
        repeats = Math.max(1, repeats);
        workload = Objects.requireNonNullElseGet(workload, JsonNodeFactory.instance::objectNode);
        verdict = Objects.requireNonNullElse(verdict, RunVerdict.NONE);
        environment = Objects.requireNonNullElseGet(environment, JsonNodeFactory.instance::objectNode);
        units = Collections.unmodifiableMap(new LinkedHashMap<>(units));
        phases = List.copyOf(phases);
        stages = List.copyOf(stages);
        errors = List.copyOf(errors);
        problems = List.copyOf(problems);
    }

    /** {@return it as its file has it} */
    public ObjectNode toJson() {
        return ResultJson.tree(this);
    }

    /** {@return the workload's name, or a dash} */
    public String workloadName() {
        return workload.path("name").asText("–");
    }

    /** {@return the part of its workload that identifies the load} */
    public JsonNode load() {
        return load(workload);
    }

    /** {@return the part of a workload that identifies the load; a trace's path differs between machines, its digest does not} */
    public static JsonNode load(JsonNode workload) {
        ObjectNode load = workload.deepCopy();
        load.remove(List.of("about", "repeats", "budget"));
        if (load.path("arrivals") instanceof ObjectNode trace) {
            trace.remove("trace");
        }
        return load;
    }
}

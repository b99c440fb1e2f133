package io.triskel.load.report.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.result.Backlog;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One result file: what one worker measured in one repeat on one target.
 *
 * @param target such as {@code aws}, {@code sim-aws}, {@code memory}
 * @param level bus, function or pipeline
 * @param stack what was measured, for people
 * @param units how many of what the stack was given, such as 4 shards; empty if unknown
 * @param workload as the run's file wrote it
 * @param partial interrupted before its end
 * @param problems of the consuming side, for people
 * @param clockErrorUs how far clocks of two processes may differ
 * @param functions what functions did, at level function
 * @param orders how they ended, at level pipeline
 * @param reporting what it took to learn of functions and orders
 * @param spend what it has cost by list prices, if it had a budget
 */
public record Result(
        Path file,
        String target,
        Evidence evidence,
        String level,
        String stack,
        Map<String, Double> units,
        int worker,
        int workers,
        int repeat,
        int repeats,
        long seed,
        JsonNode workload,
        String command,
        Instant from,
        Instant to,
        boolean partial,
        Verdict verdict,
        List<PhaseSpan> phases,
        Optional<Latency> latency,
        List<Stage> stages,
        double clockErrorUs,
        Optional<Series> series,
        Optional<Correctness> correctness,
        long late,
        long unsent,
        List<ErrorCount> errors,
        List<String> problems,
        Optional<Backlog> backlog,
        Optional<Capacity> capacity,
        Optional<SelfUse> self,
        Map<String, Double> functions,
        Map<String, Double> orders,
        Map<String, Double> reporting,
        Optional<Spend> spend,
        Map<String, String> environment) {
    public Result {
        units = Collections.unmodifiableMap(new TreeMap<>(units));
        phases = List.copyOf(phases);
        stages = List.copyOf(stages);
        errors = List.copyOf(errors);
        problems = List.copyOf(problems);
        functions = Map.copyOf(functions);
        orders = Map.copyOf(orders);
        reporting = Map.copyOf(reporting);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }

    /** {@return the workload's name, or a dash} */
    public String workloadName() {
        return workload.path("name").asText("–");
    }

    /** {@return what of its workload makes two loads the same} */
    public JsonNode load() {
        return load(workload);
    }

    /** {@return what of a workload makes two loads the same; a trace lies in another folder on each machine, its digest is the same} */
    public static JsonNode load(JsonNode workload) {
        ObjectNode load = workload.deepCopy();
        load.remove(List.of("about", "repeats", "budget"));
        if (load.path("arrivals") instanceof ObjectNode trace) {
            trace.remove("trace");
        }
        return load;
    }
}

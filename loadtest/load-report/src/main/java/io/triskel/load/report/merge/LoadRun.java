package io.triskel.load.report.merge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.triskel.load.cloud.Clouds;
import io.triskel.load.report.result.Results;
import io.triskel.load.report.result.WorkerRun;
import io.triskel.load.report.words.Targets;
import io.triskel.load.result.Evidence;
import io.triskel.load.result.FailedTarget;
import io.triskel.load.result.RunFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A whole run: one workload on all its targets.
 *
 * @param targets clouds and emulators first, then simulated clouds, then memory and the no-op target
 * @param failures targets without any result
 */
public record LoadRun(List<TargetRun> targets, List<FailedTarget> failures) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public LoadRun {
        targets = List.copyOf(targets);
        failures = List.copyOf(failures);
    }

    /** Merges workers and repeats. */
    public static LoadRun of(Results results, Clouds clouds) {
        Targets order = new Targets(clouds);
        Map<String, Map<Integer, List<WorkerRun>>> sorted =
                new TreeMap<>(Comparator.<String>comparingInt(order::place).thenComparing(Comparator.naturalOrder()));
        for (WorkerRun one : results.results()) {
            sorted.computeIfAbsent(one.run().target(), target -> new TreeMap<>())
                    .computeIfAbsent(one.run().repeat(), repeat -> new ArrayList<>())
                    .add(one);
        }
        List<TargetRun> targets = new ArrayList<>();
        sorted.forEach((id, repeats) -> targets.add(
                new TargetRun(id, repeats.values().stream().map(RepeatRun::new).toList())));
        return new LoadRun(targets, results.failures());
    }

    public Stream<WorkerRun> results() {
        return targets.stream().flatMap(TargetRun::results);
    }

    private Optional<WorkerRun> first() {
        return results().findFirst();
    }

    public String workloadName() {
        return first().map(one -> one.run().workloadName()).orElse("–");
    }

    public JsonNode workload() {
        return first().map(one -> one.run().workload()).orElseGet(JsonNodeFactory.instance::objectNode);
    }

    /** {@return whether the run had this workload, as {@code Workload.toJson} writes it; repeats and budget are not compared} */
    public boolean isOf(JsonNode workload) {
        try {
            // Parsed from text like results: in a tree built by code, Jackson uses other types for numbers.
            return RunFile.load(workload()).equals(RunFile.load(JSON.readTree(workload.toString())));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("What a tree writes can be read", impossible);
        }
    }

    public String level() {
        return first().map(one -> one.run().level().word()).orElse("–");
    }

    public String command() {
        return results().map(one -> one.run().command()).distinct().collect(Collectors.joining("\n"));
    }

    public List<Long> seeds() {
        return results().map(one -> one.run().seed()).distinct().toList();
    }

    public Optional<Instant> from() {
        return results().map(one -> one.run().from()).min(Instant::compareTo);
    }

    public Optional<Instant> to() {
        return results().map(one -> one.run().to()).max(Instant::compareTo);
    }

    public int repeats() {
        return targets.stream().mapToInt(one -> one.repeats().size()).max().orElse(0);
    }

    public boolean isValid() {
        return targets.stream().allMatch(TargetRun::isValid);
    }

    /** {@return whether no result is missing and none was interrupted} */
    public boolean isWhole() {
        return failures.isEmpty()
                && targets.stream().allMatch(target -> target.gaps().isEmpty());
    }

    /** {@return the run's classes of evidence, the weakest first} */
    public List<Evidence> evidence() {
        return targets.stream().map(TargetRun::evidence).distinct().sorted().toList();
    }

    /** {@return the targets that may rank or lead: valid and whole ones, measured on a cloud itself, in a valid run} */
    public List<TargetRun> rankable() {
        return isValid()
                ? targets.stream()
                        .filter(one -> one.evidence() == Evidence.CLOUD && one.isQuotable())
                        .toList()
                : List.of();
    }

    /**
     * {@return the rankable target whose interval is below the intervals of all others; absent with fewer than two targets, if one of them
     * lacks the figure, or if the run is not whole, because a missing target might have been ahead}
     */
    public Optional<TargetRun> leader(Figure figure) {
        List<TargetRun> candidates = rankable();
        if (candidates.size() < 2
                || !isWhole()
                || candidates.stream().anyMatch(one -> one.estimate(figure).isEmpty())) {
            return Optional.empty();
        }
        return candidates.stream()
                .filter(one -> candidates.stream()
                        .filter(other -> other != one)
                        .allMatch(other -> isBelow(figure, one, other)))
                .findFirst();
    }

    private static boolean isBelow(Figure figure, TargetRun one, TargetRun other) {
        Estimate left = one.estimate(figure).orElseThrow();
        Estimate right = other.estimate(figure).orElseThrow();
        return left.isApartFrom(right) && left.value() < right.value();
    }

    public Optional<TargetRun> target(String id) {
        return targets.stream().filter(one -> one.id().equals(id)).findFirst();
    }
}

package io.triskel.load.report.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.result.FailedTarget;
import io.triskel.load.result.ResultException;
import io.triskel.load.result.ResultFile;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All result files of some folders, of one workload at one level, made by one build of Triskel.
 *
 * @param results at least one, unless there is a failure
 * @param evaluation the evaluation of the clouds, if a folder has one
 */
public record Results(List<WorkerRun> results, List<FailedTarget> failures, Optional<EvaluationFile> evaluation) {
    private static final String FAILED = "failed.json";

    public Results {
        results = List.copyOf(results);
        failures = List.copyOf(failures);
    }

    /**
     * Reads {@code FOLDER/TARGET/*.json} of each folder, and {@code FOLDER/evaluation.json} of the one that has it.
     *
     * @throws ResultException if there is none, one cannot be read, or they do not belong together
     */
    public static Results read(List<Path> folders) {
        return together(folders.stream().map(Folder::read).toList());
    }

    /** Reads folders of several workloads: those of one workload are one run; folders with failures only are one, too. */
    public static List<Results> readEachWorkload(List<Path> folders) {
        Map<Optional<JsonNode>, List<Folder>> byWorkload = new LinkedHashMap<>();
        for (Path folder : folders) {
            Folder read = Folder.read(folder);
            byWorkload
                    .computeIfAbsent(read.workload(), first -> new ArrayList<>())
                    .add(read);
        }
        return byWorkload.values().stream().map(Results::together).toList();
    }

    private static Results together(List<Folder> folders) {
        List<WorkerRun> results =
                folders.stream().flatMap(one -> one.results().stream()).toList();
        refuseStrangers(results);
        return new Results(
                results,
                folders.stream().flatMap(one -> one.failures().stream()).toList(),
                evaluation(folders.stream().map(Folder::path).toList()));
    }

    /** What one folder holds: at least one result or failure. */
    private record Folder(Path path, List<WorkerRun> results, List<FailedTarget> failures) {
        static Folder read(Path folder) {
            List<WorkerRun> results = new ArrayList<>();
            List<FailedTarget> failures = new ArrayList<>();
            for (Path file : files(folder)) {
                if (file.endsWith(FAILED)) {
                    failures.add(ResultFile.readFailure(file));
                } else {
                    results.add(WorkerRun.read(file));
                }
            }
            if (results.isEmpty() && failures.isEmpty()) {
                throw new ResultException("No results in " + folder
                        + ": expected TARGET/r0-w0.json in it, as ./triskel load writes with --out");
            }
            return new Folder(folder, results, failures);
        }

        Optional<JsonNode> workload() {
            return results.stream().findFirst().map(one -> one.run().load());
        }
    }

    private static Optional<EvaluationFile> evaluation(List<Path> folders) {
        List<Path> found = folders.stream()
                .map(folder -> folder.resolve(EvaluationFile.NAME))
                .filter(Files::isRegularFile)
                .toList();
        if (found.size() > 1) {
            throw new ResultException("Both " + found.get(0) + " and " + found.get(1)
                    + " evaluate this run; a report has one evaluation: remove one of the files");
        }
        return found.stream().findFirst().map(EvaluationFile::read);
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ResultException(folder + " is not a folder; expected one that ./triskel load wrote with --out");
        }
        // The folder itself may be a link: load leaves one to the latest run.
        try (Stream<Path> found =
                Files.find(folder, 2, (file, kind) -> isResult(folder, file), FileVisitOption.FOLLOW_LINKS)) {
            return found.sorted().toList();
        } catch (IOException unreadable) {
            throw new ResultException("Cannot read " + folder + ": " + unreadable.getMessage(), unreadable);
        }
    }

    private static boolean isResult(Path folder, Path file) {
        String name = String.valueOf(file.getFileName());
        return folder.relativize(file).getNameCount() == 2
                && (name.matches("r\\d+-w\\d+\\.json") || name.equals(FAILED));
    }

    private static boolean isWorkerBeside(WorkerRun one, WorkerRun other) {
        return other.run().target().equals(one.run().target())
                && other.run().repeat() == one.run().repeat();
    }

    private static String difference(WorkerRun one, WorkerRun other) {
        ObjectNode left = (ObjectNode) one.run().load();
        ObjectNode right = (ObjectNode) other.run().load();
        return Stream.concat(left.properties().stream(), right.properties().stream())
                .map(Map.Entry::getKey)
                .distinct()
                .filter(name -> !left.path(name).equals(right.path(name)))
                .map(name -> name + " is " + left.path(name) + " and " + right.path(name))
                .findFirst()
                .orElse("");
    }

    private static void refuseOtherBuild(String what, WorkerRun one, WorkerRun other) {
        String left = one.environment().getOrDefault(what, "");
        String right = other.environment().getOrDefault(what, "");
        if (!left.isEmpty() && !right.isEmpty() && !left.equals(right)) {
            throw new ResultException("Two builds of Triskel cannot be one run: '" + what + "' is " + left + " in "
                    + one.file() + ", and " + right + " in " + other.file()
                    + ". Report them separately, or compare them with --baseline");
        }
    }

    private static void refuseStrangers(List<WorkerRun> results) {
        Map<String, Path> seen = new HashMap<>();
        for (WorkerRun one : results) {
            WorkerRun first = results.get(0);
            if (!one.run().workloadName().equals(first.run().workloadName())
                    || one.run().level() != first.run().level()) {
                throw new ResultException("Different workloads cannot be compared: "
                        + first.run().workloadName() + " ("
                        + first.run().level().word() + ") in " + first.file() + ", "
                        + one.run().workloadName() + " (" + one.run().level().word()
                        + ") in " + one.file());
            }
            if (!first.run().load().equals(one.run().load())) {
                throw new ResultException("Both " + first.file() + " and " + one.file() + " have the workload "
                        + one.run().workloadName() + ", but from two different files: " + difference(first, one)
                        + ". Report them separately, or load both with the same file");
            }
            for (String made : List.of("triskel", "commit")) {
                refuseOtherBuild(made, first, one);
            }
            Path twin = seen.put(
                    one.run().target() + " r" + one.run().repeat() + " w"
                            + one.run().worker(),
                    one.file());
            if (twin != null) {
                throw new ResultException("Both " + twin + " and " + one.file() + " are worker "
                        + one.run().worker() + " of repetition " + one.run().repeat() + " on "
                        + one.run().target() + "; each worker of a repetition may appear only once");
            }
        }
        for (WorkerRun one : results) {
            results.stream()
                    .filter(other -> isWorkerBeside(one, other)
                            && one.run().workers() != other.run().workers())
                    .findFirst()
                    .ifPresent(other -> {
                        throw new ResultException(one.file() + " is from a run with "
                                + one.run().workers() + " workers, "
                                + other.file() + " from one with " + other.run().workers()
                                + ": their workers sent different keys. Report them separately");
                    });
            results.stream()
                    .filter(other -> other.run().target().equals(one.run().target())
                            && other.run().evidence() != one.run().evidence())
                    .findFirst()
                    .ifPresent(other -> {
                        throw new ResultException("Evidence of " + one.run().target() + " is mixed: "
                                + one.run().evidence().word() + " in "
                                + one.file() + ", " + other.run().evidence().word() + " in " + other.file()
                                + "; report them separately");
                    });
        }
    }
}

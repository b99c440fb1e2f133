package io.triskel.load.report.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All result files of some folders, of one workload at one level.
 *
 * @param results at least one, or a failure
 * @param evaluation of the clouds, if one lies beside the results
 */
public record Results(List<Result> results, List<FailedTarget> failures, Optional<Evaluation> evaluation) {
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
        List<Result> results = new ArrayList<>();
        List<FailedTarget> failures = new ArrayList<>();
        for (Path folder : folders) {
            int before = results.size() + failures.size();
            for (Path file : files(folder)) {
                if (file.endsWith(FAILED)) {
                    failures.add(ResultFile.readFailure(file));
                } else {
                    results.add(ResultFile.read(file));
                }
            }
            if (results.size() + failures.size() == before) {
                throw new ResultException("No results in " + folder
                        + ": expected TARGET/r0-w0.json in it, as ./triskel load writes with --out");
            }
        }
        refuseStrangers(results);
        return new Results(results, failures, evaluation(folders));
    }

    private static Optional<Evaluation> evaluation(List<Path> folders) {
        List<Path> found = folders.stream()
                .map(folder -> folder.resolve(EvaluationFile.NAME))
                .filter(Files::isRegularFile)
                .toList();
        if (found.size() > 1) {
            throw new ResultException("Both " + found.get(0) + " and " + found.get(1)
                    + " evaluate this run; a report has one evaluation, so remove the other");
        }
        return found.stream().findFirst().map(EvaluationFile::read);
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new ResultException(folder + " is no folder; expected the one that ./triskel load wrote with --out");
        }
        try (Stream<Path> found = Files.find(folder, 2, (file, kind) -> isResult(folder, file))) {
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

    private static void refuseStrangers(List<Result> results) {
        Map<String, Path> seen = new HashMap<>();
        for (Result one : results) {
            Result first = results.get(0);
            if (!one.workloadName().equals(first.workloadName()) || !one.level().equals(first.level())) {
                throw new ResultException("Different workloads cannot be compared: " + first.workloadName() + " ("
                        + first.level() + ") in " + first.file() + ", " + one.workloadName() + " (" + one.level()
                        + ") in " + one.file());
            }
            Path twin = seen.put(one.target() + " r" + one.repeat() + " w" + one.worker(), one.file());
            if (twin != null) {
                throw new ResultException(
                        "Both " + twin + " and " + one.file() + " are worker " + one.worker() + " of repeat "
                                + one.repeat() + " on " + one.target() + "; each worker of a repeat may come once");
            }
        }
        for (Result one : results) {
            results.stream()
                    .filter(other -> other.target().equals(one.target()) && other.evidence() != one.evidence())
                    .findFirst()
                    .ifPresent(other -> {
                        throw new ResultException("Evidence of " + one.target() + " is mixed: "
                                + one.evidence().word() + " in "
                                + one.file() + ", " + other.evidence().word() + " in " + other.file()
                                + "; report on them apart");
                    });
        }
    }
}

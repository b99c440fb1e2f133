package io.triskel.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.result.FailedTarget;
import io.triskel.load.result.ResultFile;
import io.triskel.load.result.ResultJson;
import io.triskel.load.result.RunFile;
import io.triskel.load.result.RunSummary;
import io.triskel.load.workload.OutputFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder of a load test's results: {@code TARGET/rREPEAT-wWORKER.json}, next to the workload that was run. */
record LoadFolder(Path path) {
    private static final String MARK = ".triskel-run";

    /**
     * Makes a folder ready.
     *
     * @throws IllegalArgumentException if it is not empty
     * @throws Failure if it cannot be written to
     */
    static LoadFolder in(Path path, Path workload) {
        try {
            Files.createDirectories(path);
            try (Stream<Path> there = Files.list(path)) {
                if (there.findAny().isPresent()) {
                    throw new IllegalArgumentException(
                            path + " is not empty; use a new folder for each run, with --out");
                }
            }
            Files.writeString(path.resolve(MARK), "the results of a load test; ./triskel report reads them\n");
            Files.copy(workload, path.resolve("workload.yaml"), StandardCopyOption.REPLACE_EXISTING);
            return new LoadFolder(path.toAbsolutePath().normalize());
        } catch (IOException failed) {
            throw new Failure(
                    "cannot write to " + path + " (" + OutputFile.why(failed) + "); use another folder, with --out",
                    failed);
        }
    }

    /** {@return where a target's worker writes its result} */
    Path result(LoadTarget target, int repeat, int worker) {
        return path.resolve(target.text()).resolve("r" + repeat + "-w" + worker + ".json");
    }

    /** {@return the summary of a result that a worker has written; empty if it has written none} */
    Optional<ObjectNode> summary(LoadTarget target, int repeat, int worker) {
        Path file = result(target, repeat, worker);
        return Files.exists(file)
                ? Optional.of(ResultJson.tree(RunSummary.of(ResultFile.read(file))))
                : Optional.empty();
    }

    /** Notes why a target has no result; {@return that, and why it could not be noted if it could not} */
    String failed(LoadTarget target, String why) {
        try {
            ResultFile.writeFailure(new FailedTarget(RunFile.SCHEMA, target.text(), why), path.resolve(target.text()));
            return why;
        } catch (IOException failed) {
            return why + System.lineSeparator() + "cannot note that in " + path + " (" + OutputFile.why(failed) + ")";
        }
    }
}

package io.triskel.cli;

import io.triskel.load.result.FailedTarget;
import io.triskel.load.result.ResultJson;
import io.triskel.load.result.RunFile;
import io.triskel.load.workload.OutputFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

    /** Notes why a target has no result; {@return that, and why it could not be noted if it could not} */
    String failed(LoadTarget target, String why) {
        String note = ResultJson.tree(new FailedTarget(RunFile.SCHEMA, target.text(), why))
                .toString();
        try {
            Path folder = Files.createDirectories(path.resolve(target.text()));
            Path whole = Files.writeString(folder.resolve("failed.json.part"), note);
            Files.move(whole, folder.resolve("failed.json"), StandardCopyOption.REPLACE_EXISTING);
            return why;
        } catch (IOException failed) {
            return why + System.lineSeparator() + "cannot note that in " + path + " (" + OutputFile.why(failed) + ")";
        }
    }
}

package io.triskel.load.process;

import io.triskel.load.ledger.WorkerLedger;
import io.triskel.load.result.FailedTarget;
import io.triskel.load.result.ResultFile;
import io.triskel.load.result.ResultJson;
import io.triskel.load.result.RunFile;
import io.triskel.load.result.RunSummary;
import io.triskel.load.result.RunVerdict;
import io.triskel.load.workload.OutputFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The one outcome of a process: a result, or why there is none, in a file and as the last answer. Whatever comes later is not written. Safe
 * for threads.
 */
final class Outcome {
    private final String target;
    private final Answers answers;
    private volatile Optional<Path> file = Optional.empty();
    private boolean decided;
    private int exit;

    Outcome(String target, Answers answers) {
        this.target = target;
        this.answers = answers;
    }

    /** Takes the file of the result; empty if the request names none. */
    void file(Optional<Path> asked) {
        file = asked;
    }

    Path file() {
        return file.orElse(Path.of(""));
    }

    /** Writes a result, unless it was given up before; {@return the exit code} */
    synchronized int write(RunFile run, Optional<WorkerLedger> ledger) throws IOException {
        if (!decided) {
            if (ledger.isPresent()) {
                ledger.get().write(WorkerLedger.beside(file()));
            }
            ResultFile.write(run, file());
            decided = true;
            exit = run.verdict().exit();
            answers.say(ResultJson.tree(RunSummary.of(run)));
        }
        return exit;
    }

    /** Says why there is no result, unless there is one; {@return the exit code} */
    synchronized int failed(String message) {
        if (decided) {
            System.err.println("After the outcome was written: " + message);
        } else {
            decided = true;
            exit = RunVerdict.FAILED;
            file.map(Path::getParent).ifPresent(folder -> note(message, folder));
            answers.failed(message);
        }
        return exit;
    }

    private void note(String message, Path folder) {
        try {
            ResultFile.writeFailure(new FailedTarget(RunFile.SCHEMA, target, message), folder);
        } catch (IOException unwritable) {
            System.err.println(
                    "Cannot note in " + folder + " that the target failed (" + OutputFile.why(unwritable) + ")");
        }
    }
}

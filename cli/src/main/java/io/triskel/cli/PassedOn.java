package io.triskel.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command of another module, run in this one's place: it has this one's streams, and its exit code becomes this one's. */
final class PassedOn {
    private static final int SECONDS_TO_END = 20;

    private PassedOn() {}

    static int run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            // The command may have a local cloud to take down.
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process), "end what was passed on"));
            return process.waitFor();
        } catch (IOException failed) {
            throw new Failure("cannot start " + command.get(0) + ": " + failed.getMessage(), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", interrupted);
        }
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

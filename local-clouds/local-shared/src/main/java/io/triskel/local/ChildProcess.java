package io.triskel.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs a process that ends with this JVM, even if this JVM is killed. A shell in between reads a pipe from this JVM,
 * and kills the child when the last writer of the pipe has ended. So the child need not cooperate.
 */
public final class ChildProcess implements AutoCloseable {
    // fd 3 is the pipe from this JVM; neither the child nor its output may hold it open. The guard reads until end of
    // file. The shell ignores signals to the whole process group, as a terminal sends them: a shell that died of one
    // would look like a dead child.
    private static final String GUARD = """
        trap '' INT HUP TERM
        exec 3<&0
        "$@" </dev/null 3<&- &
        child=$!
        ( while read -r line; do :; done; kill -9 $child ) <&3 >/dev/null 2>&1 &
        guard=$!
        exec 3<&-
        wait $child
        status=$?
        kill -9 $guard 2>/dev/null
        exit $status
        """;

    /** Only a fault reaches it: a killed process ends by itself, and a busy machine may need seconds for that. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Process shell;
    private final Path output;

    private ChildProcess(Process shell, Path output) {
        this.shell = shell;
        this.output = output;
    }

    /**
     * Starts a command.
     *
     * @param environment the child's whole environment, as nothing is inherited; {@code PATH} is added if absent
     * @param output where standard output and error go, appended
     */
    public static ChildProcess start(
            List<String> command, Path directory, Map<String, String> environment, Path output) {
        List<String> guarded = new ArrayList<>(List.of("/bin/sh", "-c", GUARD, "guard"));
        guarded.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(guarded)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().clear();
        builder.environment()
                .put("PATH", Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin"));
        builder.environment().putAll(environment);
        try {
            return new ChildProcess(builder.start(), output);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + String.join(" ", command), e);
        }
    }

    public boolean isAlive() {
        return shell.isAlive();
    }

    /** The process id of the command itself, while it runs. */
    public OptionalLong pid() {
        // The guard is a shell too; it is the later of the two children.
        return shell.children().mapToLong(ProcessHandle::pid).min();
    }

    /** Completes with the exit status when the command has ended, for any reason. */
    public CompletableFuture<Integer> onExit() {
        return shell.onExit().thenApply(Process::exitValue);
    }

    /** The last part of what the command has written, for messages about its failure. */
    public String tail(int characters) {
        try {
            String all = Files.readString(output, StandardCharsets.UTF_8);
            return all.substring(Math.max(0, all.length() - characters));
        } catch (IOException e) {
            return "(no output: " + e.getMessage() + ")";
        }
    }

    /** The file that the output is appended to. */
    public Path output() {
        return output;
    }

    /**
     * Stops the command, which keeps its memory and its connections and answers nothing; it can be killed meanwhile.
     *
     * @return lets it continue
     * @throws IllegalStateException if it does not run
     */
    public Runnable freeze() {
        long pid = pid().orElseThrow(() -> new IllegalStateException("The command has not started, or has ended"));
        signal("STOP", pid);
        return () -> signal("CONT", pid);
    }

    private static void signal(String name, long pid) {
        try {
            int unused = new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + pid)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot send " + name + " to process " + pid, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Kills the command, without waiting for its end. */
    public void kill() {
        try {
            shell.getOutputStream().close();
        } catch (IOException e) {
            // The shell has ended, and with it the child.
        }
    }

    /** Kills the command and waits for its end. */
    @Override
    public void close() {
        kill();
        try {
            if (!shell.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                shell.descendants().forEach(ProcessHandle::destroyForcibly);
                shell.destroyForcibly();
            }
        } catch (InterruptedException e) {
            shell.descendants().forEach(ProcessHandle::destroyForcibly);
            shell.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

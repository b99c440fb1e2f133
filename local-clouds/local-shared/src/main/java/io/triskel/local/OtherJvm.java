package io.triskel.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs a main class of this JVM's class path in a separate JVM, so that a measurement in this JVM does not count its
 * work. Ends with this JVM.
 */
public final class OtherJvm implements AutoCloseable {
    private static final int TAIL = 1_000;

    private final ChildProcess process;
    private final MatchResult ready;

    private OtherJvm(ChildProcess process, MatchResult ready) {
        this.process = process;
        this.ready = ready;
    }

    /**
     * Starts the JVM, with 1 GiB of heap, and returns when the main class is ready.
     *
     * @param ready the text that the main class writes when it is ready, at the end of its output
     * @param arguments of the main class
     * @throws IllegalStateException if the JVM ends before, or is not ready in time
     */
    public static OtherJvm start(Class<?> main, Pattern ready, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        ChildProcess process = ChildProcess.start(command, Path.of("").toAbsolutePath(), Map.of(), temporaryFile());
        try {
            return new OtherJvm(
                    process, Await.value(main.getSimpleName() + " to be ready", () -> ready(process, ready)));
        } catch (IllegalStateException e) {
            end(process);
            throw e;
        }
    }

    /** Called by the main class when it is ready; never returns. */
    public static void serve(String ready) throws InterruptedException {
        System.out.println(ready);
        new CountDownLatch(1).await();
    }

    /** The match of the pattern {@code ready}. */
    public MatchResult ready() {
        return ready;
    }

    /** The end of the JVM's output, for messages about its failure. */
    public String tail() {
        return process.tail(TAIL);
    }

    /** Kills the JVM, without a chance to end the processes that it started. */
    public void kill() {
        process.pid().stream()
                .mapToObj(ProcessHandle::of)
                .forEach(found -> found.ifPresent(ProcessHandle::destroyForcibly));
    }

    @Override
    public void close() {
        end(process);
    }

    private static Optional<MatchResult> ready(ChildProcess process, Pattern ready) {
        // Checked before the output is read; the other order could miss the last output.
        boolean alive = process.isAlive();
        String text = process.tail(TAIL);
        Matcher line = ready.matcher(text);
        if (line.find()) {
            return Optional.of(line.toMatchResult());
        }
        if (!alive) {
            throw new IllegalStateException("It did not start: " + text);
        }
        return Optional.empty();
    }

    private static void end(ChildProcess process) {
        process.close();
        try {
            Files.deleteIfExists(process.output());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path temporaryFile() {
        try {
            return Files.createTempFile("triskel-jvm", ".log");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

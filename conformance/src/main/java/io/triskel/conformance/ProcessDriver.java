package io.triskel.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A driver in a process of its own. It ends when its standard input does, and so at the latest with this JVM. */
final class ProcessDriver implements Driver {
    /** Only a fault reaches it. */
    private static final long PATIENCE_SECONDS = 60;

    private final String name;
    private final Process process;
    private final BufferedWriter to;
    private final BufferedReader from;

    private ProcessDriver(String name, Process process) {
        this.name = name;
        this.process = process;
        this.to = process.outputWriter(StandardCharsets.UTF_8);
        this.from = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * Starts a driver.
     *
     * @param mutant how it is to be wrong; {@code none} if it is not
     */
    static ProcessDriver start(List<String> command, Path folder, String mutant) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT);
        if (!mutant.equals(Mutant.NONE.tag())) {
            builder.environment().put("CONFORMANCE_MUTANT", mutant);
        }
        try {
            return new ProcessDriver(String.join(" ", command), builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + String.join(" ", command), e);
        }
    }

    @Override
    public JsonNode answer(ObjectNode operation) {
        try {
            to.write(operation + "\n");
            to.flush();
            String line = CompletableFuture.supplyAsync(this::line).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return Json.read(line);
        } catch (IOException | ExecutionException e) {
            throw new IllegalStateException(name + " has ended; it was asked " + operation, e);
        } catch (TimeoutException e) {
            close();
            throw new IllegalStateException(name + " does not answer " + operation, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while " + name + " works", e);
        }
    }

    private String line() {
        try {
            String line = from.readLine();
            if (line == null) {
                throw new IllegalStateException("no answer");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            to.close();
        } catch (IOException e) {
            // It has ended already.
        }
        process.destroy();
    }
}

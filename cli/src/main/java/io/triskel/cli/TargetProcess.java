package io.triskel.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A running target: JSON lines in, JSON lines out ({@code docs/target-protocol.md}). The target's standard error is kept, to
 * be shown if the target dies.
 */
final class TargetProcess implements AutoCloseable {
    private static final int KEPT = 20;

    /** How long a target that has closed its output may take to end, and to be read to its end; only a fault reaches it. */
    private static final Duration LAST_WORDS = Duration.ofMinutes(1);

    private final String name;
    private final Process process;
    private final Writer requests;
    private final ObjectMapper json = new ObjectMapper();
    private final Deque<String> lastWords = new ArrayDeque<>();
    private final CompletableFuture<Optional<JsonNode>> summary = new CompletableFuture<>();
    private final Thread errors;

    private TargetProcess(String name, Process process, Consumer<JsonNode> events) {
        this.name = name;
        this.process = process;
        requests = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        errors = daemon("errors of target " + name, this::keepErrors);
        Thread answers = daemon("answers of target " + name, () -> readAnswers(events));
        errors.start();
        answers.start();
    }

    /**
     * Starts a target.
     *
     * @param events receives every answer but the last, on a separate thread
     */
    static TargetProcess start(String name, List<String> command, Consumer<JsonNode> events) {
        return start(name, command, Map.of(), events);
    }

    /** As above, with these variables in the target's environment in addition to those of this process. */
    static TargetProcess start(
            String name, List<String> command, Map<String, String> variables, Consumer<JsonNode> events) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(variables);
        try {
            return new TargetProcess(name, builder.start(), events);
        } catch (IOException failed) {
            throw new Failure("target " + name + " cannot be started: " + failed.getMessage(), failed);
        }
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Sends a request, unless the target has ended already; then {@link #summary} says so. */
    void send(JsonNode request) {
        if (summary.isDone()) {
            return;
        }
        try {
            requests.write(json.writeValueAsString(request) + '\n');
        } catch (IOException gone) {
            summary.complete(Optional.empty());
        }
    }

    /** Passes on the lines sent so far, to a target that must act before its input ends. */
    void flush() {
        try {
            requests.flush();
        } catch (IOException gone) {
            summary.complete(Optional.empty());
        }
    }

    /** {@return done when no more answers come, for whatever reason} */
    CompletableFuture<Boolean> ended() {
        return summary.handle((answer, failure) -> true);
    }

    /** Closes the target's input and waits for its last answer. */
    JsonNode summary() {
        closeRequests();
        return lastAnswer();
    }

    /** Waits for the answer that is otherwise the last, from a target that goes on until its input is closed. */
    JsonNode awaitSummary() {
        flush();
        return lastAnswer();
    }

    private JsonNode lastAnswer() {
        return summary.join().orElseThrow(() -> new Failure(ending()));
    }

    private void closeRequests() {
        try {
            requests.close();
        } catch (IOException gone) {
            summary.complete(Optional.empty());
        }
    }

    private String ending() {
        String words;
        try {
            boolean ended = process.waitFor(LAST_WORDS.toSeconds(), TimeUnit.SECONDS);
            errors.join(LAST_WORDS.toMillis());
            words = ended ? ended(process.exitValue()) : "closed its output";
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            words = "was interrupted";
        }
        synchronized (lastWords) {
            String said = lastWords.isEmpty()
                    ? "it printed nothing"
                    : "its last output:\n  " + String.join("\n  ", lastWords);
            return "target " + name + " " + words + " before it was done; " + said;
        }
    }

    /** A process that a signal ended has 128 and its number as its code. */
    private static String ended(int code) {
        return switch (code) {
            case 130 -> "was stopped (signal 2)";
            case 137 -> "was killed (signal 9: manually, or by the system, out of memory)";
            case 143 -> "was stopped (signal 15)";
            default -> "ended with code " + code;
        };
    }

    private void readAnswers(Consumer<JsonNode> events) {
        try (BufferedReader answers = reader(process.getInputStream())) {
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                answer(line, events);
            }
        } catch (IOException | UncheckedIOException gone) {
            remember(String.valueOf(gone.getMessage()));
        } finally {
            summary.complete(Optional.empty());
        }
    }

    private void answer(String line, Consumer<JsonNode> events) {
        JsonNode answer;
        try {
            answer = json.readTree(line);
        } catch (JsonProcessingException notJson) {
            remember(line);
            return;
        }
        switch (answer.path("event").asText()) {
            case "summary", "down" -> summary.complete(Optional.of(answer));
            case "failed" ->
                summary.completeExceptionally(new Failure(
                        "target " + name + ": " + answer.path("message").asText("failed")));
            default -> events.accept(answer);
        }
    }

    private void keepErrors() {
        try (BufferedReader said = reader(process.getErrorStream())) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                remember(line);
            }
        } catch (IOException gone) {
            remember(String.valueOf(gone.getMessage()));
        }
    }

    private void remember(String line) {
        synchronized (lastWords) {
            lastWords.addLast(line.length() <= 300 ? line : line.substring(0, 300) + "...");
            if (lastWords.size() > KEPT) {
                lastWords.removeFirst();
            }
        }
    }

    private static BufferedReader reader(java.io.InputStream stream) {
        return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
    }

    /** Tells the process to end now, as a terminal would, and waits until it has ended; its last answer is still read. */
    void stop() {
        // The process's own destroy() would close its streams, and with them what it says at its end.
        boolean unused = process.toHandle().destroy();
        closeRequests();
        awaitEnd(20);
    }

    /** Closes the process's input, and ends the process if it does not end by itself; it may have a cloud to take down. */
    @Override
    public void close() {
        closeRequests();
        awaitEnd(20);
    }

    private void awaitEnd(int seconds) {
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(seconds, TimeUnit.SECONDS);
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

package io.triskel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.cli.gateway.Gateway;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One target processing an input: its process, and counts of the lines sent to it. */
final class DemoRun implements AutoCloseable {
    private final Target where;
    private final Consumer<JsonNode> progress;
    private final Consumer<String> warnings;
    private final BrokenLines broken;
    private final Optional<Gateway> page;
    private final TargetProcess process;
    private final StopHook stop;
    private final ObjectMapper json = new ObjectMapper();
    private long lines;
    private long unreadable;

    /**
     * The request that every target gets.
     *
     * @param style orchestration or choreography
     * @param seed seed of the faults
     * @param languages of consumers that are not in Java, for a cloud; may be empty
     */
    record Wish(String style, boolean chaos, long seed, String languages) {}

    /** The observer of a run. */
    interface Watcher {
        /** Takes a progress answer of the target. */
        void progress(JsonNode answer);

        /** Takes what the target warns of. */
        void warning(String text);

        /** Takes a broken line of the input, with its reason. */
        void broken(String text);

        /** A signal ends the run: show nothing more. */
        void stopping();
    }

    /** Starts a target that no page shows. */
    DemoRun(Target where, List<String> command, Watcher watcher) {
        this(where, command, watcher, Optional.empty());
    }

    /**
     * Starts the target.
     *
     * @param page shows the target, which then stays up after its run until this is closed
     */
    DemoRun(Target where, List<String> command, Watcher watcher, Optional<Gateway> page) {
        this.where = where;
        this.page = page;
        progress = watcher::progress;
        warnings = watcher::warning;
        broken = new BrokenLines(watcher::broken);
        process = TargetProcess.start(where.text(), command, this::show);
        stop = new StopHook(() -> {
            watcher.stopping();
            process.stop();
        });
    }

    /** {@return whether a signal is ending this process} */
    boolean isStopping() {
        return stop.isStopping();
    }

    /**
     * Feeds the input and waits for the end.
     *
     * @param first the first line, which {@code rest} has already returned
     * @param folder takes the files of the run
     * @return the target's summary
     * @throws Failure if the target failed or died, or no line of the input is valid
     */
    ObjectNode run(Wish wish, InputFile.Line first, InputFile rest, Path folder) {
        process.send(request("start")
                .put("style", wish.style())
                .put("chaos", wish.chaos())
                .put("seed", wish.seed())
                .put("languages", where.cloud().isPresent() ? wish.languages() : "")
                .put("console", page.isPresent())
                .put("out", folder.toAbsolutePath().normalize().toString()));
        process.flush();
        page.ifPresent(this::awaitPage);
        for (Optional<InputFile.Line> line = Optional.of(first); line.isPresent(); line = rest.next()) {
            send(line.get());
        }
        process.send(request("end"));
        ObjectNode summary = summary();
        summary.remove("event");
        summary.put("target", where.text());
        long invalid = summary.path("invalidLines").asLong() + unreadable;
        summary.put("invalidLines", invalid);
        broken.end();
        if (invalid == lines) {
            throw noValidLine(rest.name() + " has no valid line");
        }
        return summary;
    }

    /** A run in memory is over in seconds: it waits for the page, and for a while only, since nobody may open one. */
    private void awaitPage(Gateway shown) {
        Object unused = CompletableFuture.anyOf(shown.firstPage(), process.ended())
                .completeOnTimeout(true, DemoPage.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .exceptionally(failed -> false)
                .join();
    }

    /** {@return the message for an input that has nothing to run} */
    static Failure noValidLine(String what) {
        return new Failure(what + ". Expected: lines of JSON such as {\"kind\":\"order\",...};"
                + " see docs/demo.md and the example demo-order-pipeline/orders.jsonl");
    }

    private ObjectNode request(String op) {
        return json.createObjectNode().put("op", op);
    }

    private void send(InputFile.Line line) {
        lines++;
        if (line.text().isPresent()) {
            process.send(request("line")
                    .put("number", line.number())
                    .put("text", line.text().get()));
        } else {
            unreadable++;
            broken.add(line.number(), line.problem());
        }
    }

    private ObjectNode summary() {
        try {
            return (ObjectNode) (page.isPresent() ? process.awaitSummary() : process.summary());
        } catch (CompletionException failed) {
            broken.end();
            throw failed.getCause() instanceof Failure failure ? failure : failed;
        }
    }

    private void show(JsonNode answer) {
        switch (answer.path("event").asText()) {
            case "invalid" ->
                broken.add(answer.path("number").asLong(), answer.path("reason").asText());
            case "progress" -> progress.accept(answer);
            case "console" ->
                page.ifPresent(shown -> shown.up(
                        where.text(),
                        URI.create(answer.path("url").asText()),
                        answer.path("token").asText()));
            case "warning" -> warnings.accept(answer.path("message").asText());
            default -> {
                // an answer of a later protocol, which does not concern this command
            }
        }
    }

    /** Ends the target, from the thread of a signal. */
    void stop() {
        process.stop();
    }

    @Override
    public void close() {
        try (stop) {
            process.close();
        }
    }
}

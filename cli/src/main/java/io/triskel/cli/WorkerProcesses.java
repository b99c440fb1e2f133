package io.triskel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The processes of one run on one target, a worker each. Several begin at one moment, once all are ready. */
final class WorkerProcesses implements AutoCloseable {
    /** From when all are ready until they begin, so that the word reaches each of them before, on a busy machine too: a late one fails. */
    private static final Duration NOTICE = Duration.ofSeconds(2);

    private final List<TargetProcess> processes = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<Boolean>> ready = new CopyOnWriteArrayList<>();
    private boolean stopped;

    /**
     * Starts a worker and asks it for its run.
     *
     * @param name of target and worker, for people
     * @param progress receives each answer but the last
     * @throws Failure if it cannot be started, or the others were stopped meanwhile
     */
    synchronized void start(
            String name,
            List<String> command,
            Map<String, String> variables,
            JsonNode request,
            Consumer<JsonNode> progress) {
        if (stopped) {
            throw new Failure("target " + name + " was stopped before it began");
        }
        CompletableFuture<Boolean> isReady = new CompletableFuture<>();
        TargetProcess process = TargetProcess.start(name, command, variables, answer -> {
            if (answer.path("event").asText().equals("ready")) {
                isReady.complete(true);
            }
            progress.accept(answer);
        });
        processes.add(process);
        ready.add(isReady);
        process.send(request);
        process.flush();
    }

    /**
     * Starts all once all are ready. If one cannot start, none does, since the others would measure something else.
     *
     * @param agreed the moment; empty for soon
     * @throws Failure why one could not
     */
    void begin(Optional<Instant> agreed) {
        for (int i = 0; i < processes.size(); i++) {
            CompletableFuture.anyOf(ready.get(i), processes.get(i).ended()).join();
        }
        for (int i = 0; i < processes.size(); i++) {
            if (!ready.get(i).isDone()) {
                TargetProcess notReady = processes.get(i);
                processes.stream().filter(other -> other != notReady).forEach(TargetProcess::stop);
                JsonNode unexpected = notReady.summary();
                throw new Failure("a worker ended before all were ready: " + unexpected);
            }
        }
        String at = agreed.orElseGet(() -> Instant.now().plus(NOTICE)).toString();
        for (TargetProcess process : processes) {
            process.send(
                    JsonNodeFactory.instance.objectNode().put("op", "start").put("at", at));
            process.flush();
        }
    }

    /** Tells all that every event of all has come. */
    void settled() {
        for (TargetProcess process : processes) {
            process.send(JsonNodeFactory.instance.objectNode().put("op", "settled"));
            process.flush();
        }
    }

    /**
     * {@return the last answer of a worker}
     *
     * @throws Failure why there is none; or, with that as its cause, a {@link java.util.concurrent.CompletionException}
     */
    JsonNode summary(int process) {
        processes.get(process).ended().join();
        return processes.get(process).summary();
    }

    /** Ends all immediately, each with a partial result. */
    synchronized void stop() {
        stopped = true;
        processes.parallelStream().forEach(TargetProcess::stop);
    }

    /** Returns once all have ended, so that no more files are written. */
    @Override
    public void close() {
        processes.forEach(TargetProcess::close);
    }
}

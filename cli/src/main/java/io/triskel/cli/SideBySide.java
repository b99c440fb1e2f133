package io.triskel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.cli.gateway.Gateway;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Several targets at work on one input at the same time, each with its own process, reading of the input and folder.
 * A target that fails leaves the others their results.
 */
final class SideBySide implements AutoCloseable {
    /** The field of a target's result that says why it has no other. */
    static final String FAILED = "failed";

    private final DemoInput input;
    private final ProgressLine line;
    private final Optional<Gateway> page;
    private final Map<Target, DemoRun> runs = new LinkedHashMap<>();
    private final Map<Target, String> shares = new LinkedHashMap<>();

    /**
     * Starts the targets.
     *
     * @param commands how each target is started, in the order in which they are shown
     * @param input read once by each target
     * @param page shows the targets, if there is one
     */
    SideBySide(Map<Target, List<String>> commands, DemoInput input, ProgressLine line, Optional<Gateway> page) {
        this.input = input;
        this.line = line;
        this.page = page;
        commands.keySet().forEach(target -> shares.put(target, "starting"));
        commands.forEach(
                (target, command) -> runs.put(target, new DemoRun(target, command, new Watching(target), page)));
    }

    boolean isStopping() {
        return runs.values().stream().anyMatch(DemoRun::isStopping);
    }

    /** {@return each target's summary, or an object that says why there is none} */
    Map<Target, ObjectNode> run(DemoRun.Wish wish, Path folder) {
        ExecutorService threads = Executors.newFixedThreadPool(runs.size());
        try {
            Map<Target, CompletableFuture<ObjectNode>> ends = new LinkedHashMap<>();
            runs.forEach((target, run) ->
                    ends.put(target, CompletableFuture.supplyAsync(() -> end(target, run, wish, folder), threads)));
            Map<Target, ObjectNode> results = new LinkedHashMap<>();
            ends.forEach((target, end) -> results.put(target, end.join()));
            return results;
        } finally {
            threads.shutdown();
        }
    }

    private ObjectNode end(Target target, DemoRun run, DemoRun.Wish wish, Path folder) {
        try (InputFile lines = input.lines()) {
            ObjectNode summary = run.run(wish, lines.next().orElseThrow(), lines, folder.resolve(target.text()));
            show(target, "done");
            return summary;
        } catch (Failure failed) {
            show(target, "failed");
            page.ifPresent(shown -> shown.down(target.text(), String.valueOf(failed.getMessage())));
            return new ObjectMapper().createObjectNode().put(FAILED, failed.getMessage());
        }
    }

    private synchronized void show(Target target, String share) {
        shares.put(target, share);
        line.show(String.join(
                ", ",
                shares.entrySet().stream()
                        .map(each -> each.getKey().text() + " " + each.getValue())
                        .toList()));
    }

    /** Shows all targets' progress in one line; the first target alone reports errors of the input. */
    private final class Watching implements DemoRun.Watcher {
        private final Target target;

        Watching(Target target) {
            this.target = target;
        }

        @Override
        public void progress(JsonNode answer) {
            show(target, ProgressLine.inShort(answer));
        }

        @Override
        public void warning(String text) {
            line.say(target.text() + ": " + text);
        }

        @Override
        public void broken(String text) {
            if (Optional.of(target).equals(shares.keySet().stream().findFirst())) {
                line.say(text);
            }
        }

        @Override
        public void stopping() {
            line.close();
        }
    }

    /** Ends the targets, from the thread of a signal. */
    void stop() {
        runs.values().parallelStream().forEach(DemoRun::stop);
    }

    @Override
    public void close() {
        runs.values().forEach(DemoRun::close);
    }
}

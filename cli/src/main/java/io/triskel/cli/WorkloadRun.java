package io.triskel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.workload.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * A workload on several targets: one after the other, since they would take each other's processor, and all of them once before any
 * is repeated, so that what changes on the machine meanwhile meets all. A process for each.
 */
final class WorkloadRun {
    private final Workload workload;
    private final LoadFolder folder;
    private final Function<LoadTarget, List<String>> commands;
    private final String command;
    private final ProgressLine line;

    /**
     * Creates it.
     *
     * @param commands how each target is started
     * @param command what the user wrote, for the results
     */
    WorkloadRun(
            Workload workload,
            LoadFolder folder,
            Function<LoadTarget, List<String>> commands,
            String command,
            ProgressLine line) {
        this.workload = workload;
        this.folder = folder;
        this.commands = commands;
        this.command = command;
        this.line = line;
    }

    /** {@return the summaries of each target's repeats; an object with {@code failed} says why there is none} */
    Map<LoadTarget, List<ObjectNode>> run(List<LoadTarget> targets) {
        Map<LoadTarget, List<String>> started = new LinkedHashMap<>();
        Map<LoadTarget, List<ObjectNode>> results = new LinkedHashMap<>();
        targets.forEach(target -> started.put(target, commands.apply(target)));
        targets.forEach(target -> results.put(target, new ArrayList<>()));
        for (int repeat = 0; repeat < workload.repeats(); repeat++) {
            for (LoadTarget target : targets) {
                results.getOrDefault(target, new ArrayList<>())
                        .add(run(target, started.getOrDefault(target, List.of()), repeat));
            }
        }
        return results;
    }

    @SuppressWarnings("try") // to be there is all that is asked of the hook
    private ObjectNode run(LoadTarget target, List<String> start, int repeat) {
        String name = target.text() + (workload.repeats() > 1 ? " " + (repeat + 1) + "/" + workload.repeats() : "");
        line.show(name + ": starting");
        ObjectNode request = JsonNodeFactory.instance
                .objectNode()
                .put("op", "load")
                .put("repeat", repeat)
                .put("file", folder.result(target, repeat).toString())
                .put("command", command);
        request.set("workload", workload.toJson());
        try (TargetProcess process = TargetProcess.start(target.text(), start, answer -> show(name, answer));
                StopHook stop = new StopHook(process::stop)) {
            process.send(request);
            process.flush();
            process.ended().join();
            return (ObjectNode) process.summary();
        } catch (Failure | CompletionException failed) {
            String why = String.valueOf(
                    failed.getCause() instanceof Failure cause ? cause.getMessage() : failed.getMessage());
            folder.failed(target, why);
            line.say(why);
            return JsonNodeFactory.instance.objectNode().put("failed", why);
        }
    }

    private void show(String name, JsonNode answer) {
        if (answer.path("event").asText().equals("progress")) {
            line.show(String.format(
                    Locale.ROOT,
                    "%s: %s, %,d/s, p50 %s, p99 %s, lag %,d, %,d refused, %d s left",
                    name,
                    answer.path("phase").asText(),
                    answer.path("rate").asLong(),
                    LoadTable.time(answer.path("p50Us").asLong()),
                    LoadTable.time(answer.path("p99Us").asLong()),
                    answer.path("lag").asLong(),
                    answer.path("failed").asLong(),
                    answer.path("secondsLeft").asLong()));
        }
    }
}

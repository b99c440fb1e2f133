package io.triskel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Compares the run of a cloud with the same orders in memory: without faults and engine, since neither may change the outcome.
 * The run in memory leaves its files in the folder {@code memory} of the cloud's run.
 *
 * @param command starts the target in memory
 */
record SameInMemory(List<String> command, ProgressLine progress) {
    /** The field of a result with the differences to memory, for people. */
    static final String DIFFERENCES = "differencesToMemory";

    /**
     * Runs the same orders in memory, and adds the differences to the cloud's result.
     *
     * @param result of the cloud
     * @param folder of the cloud's files
     */
    void compare(Target cloud, ObjectNode result, DemoInput input, DemoRun.Wish wish, Path folder) {
        Path memory = folder.resolve(Target.MEMORY.text());
        Map<Target, ObjectNode> results = new LinkedHashMap<>();
        results.put(Target.MEMORY, inMemory(input, new DemoRun.Wish("orchestration", false, wish.seed(), ""), memory));
        results.put(cloud, result);
        ArrayNode differences = result.putArray(DIFFERENCES);
        new TargetComparison(results, target -> target.equals(cloud) ? folder : memory)
                .differences()
                .forEach(differences::add);
    }

    private ObjectNode inMemory(DemoInput input, DemoRun.Wish wish, Path folder) {
        try (InputFile lines = input.lines();
                DemoRun run = new DemoRun(Target.MEMORY, command, new Quiet(progress))) {
            return run.run(wish, lines.next().orElseThrow(), lines, folder);
        } catch (Failure failed) {
            progress.say("memory: " + failed.getMessage());
            return new ObjectMapper().createObjectNode().put(SideBySide.FAILED, failed.getMessage());
        }
    }

    /** {@return whether a run was completed, and does not differ from memory if it was compared} */
    static boolean isWell(JsonNode result) {
        return TargetComparison.isComplete(result) && result.path(DIFFERENCES).isEmpty();
    }

    /** The cloud's run has already reported the broken lines. */
    private record Quiet(ProgressLine line) implements DemoRun.Watcher {
        @Override
        public void progress(JsonNode answer) {
            line.show("comparing with memory: " + ProgressLine.inShort(answer));
        }

        @Override
        public void warning(String text) {
            line.say("memory: " + text);
        }

        @Override
        public void broken(String text) {}

        @Override
        public void stopping() {
            line.close();
        }
    }
}

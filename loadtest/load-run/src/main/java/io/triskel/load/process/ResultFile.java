package io.triskel.load.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.run.RunResult;
import io.triskel.load.workload.Worker;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The file of a run's result.
 *
 * @param evidence the class of all its figures
 * @param stack what was measured, for people
 * @param units of capacity that the bus has, as far as they are known
 * @param command how the run was asked for
 * @param worker which process of the run this is
 */
record ResultFile(
        String target, String evidence, String stack, Map<String, Integer> units, String command, Worker worker) {
    private static final List<String> IN_SUMMARY = List.of(
            "target", "evidence", "level", "verdict", "correctness", "late", "unsent", "partial", "capacity", "spend");

    /** Makes the folder and sees that a file can be written there, before a long run was for nothing. */
    static void check(Path file) throws IOException {
        Files.createDirectories(folder(file));
        Files.delete(Files.write(part(file), new byte[1]));
    }

    private static Path folder(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || file.getFileName().toString().isEmpty()) {
            throw new FileNotFoundException("no name of a file");
        }
        return folder;
    }

    private static Path part(Path file) {
        return file.resolveSibling(file.getFileName() + ".part");
    }

    /** Writes it, whole or not at all; {@return what was written} */
    ObjectNode write(RunResult result, Optional<ObjectNode> spend, Path file) throws IOException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("schema", RunResult.SCHEMA)
                .put("target", target)
                .put("evidence", evidence)
                .put("stack", stack)
                .put("worker", worker.index())
                .put("workers", worker.count())
                .put("command", command);
        if (!units.isEmpty()) {
            ObjectNode byName = json.putObject("units");
            units.forEach(byName::put);
        }
        json.setAll(result.toJson());
        spend.ifPresent(each -> json.set("spend", each));
        json.putObject("environment")
                .put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"))
                .put("java", System.getProperty("java.vm.name") + " " + Runtime.version())
                .put("cpus", Runtime.getRuntime().availableProcessors())
                .put(
                        "triskel",
                        Optional.ofNullable(System.getProperty("triskel.version"))
                                .orElse("unknown"))
                .put(
                        "commit",
                        Optional.ofNullable(System.getProperty("triskel.commit"))
                                .orElse("unknown"));
        Files.createDirectories(folder(file));
        Path whole = part(file);
        Files.write(whole, new ObjectMapper().writeValueAsBytes(json));
        Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        return json;
    }

    /** {@return the last answer: what matters of the result} */
    ObjectNode summary(ObjectNode written) {
        ObjectNode summary = JsonNodeFactory.instance.objectNode().put("event", "summary");
        IN_SUMMARY.stream().filter(written::has).forEach(name -> summary.set(name, written.get(name)));
        ObjectNode latency = summary.putObject("latencyUs");
        for (String kind : List.of("corrected", "actual")) {
            ObjectNode percentiles = latency.putObject(kind);
            written.path("latency").path(kind).properties().forEach(each -> {
                if (!each.getKey().equals("histogram")) {
                    percentiles.set(each.getKey(), each.getValue());
                }
            });
        }
        return summary;
    }
}

package io.triskel.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Emulators in a process of their own, with the bus that several workers load; or none, where the workers name a bus themselves. */
final class SharedEmulator implements AutoCloseable {
    private final Optional<TargetProcess> process;
    private final Map<String, String> variables;

    private SharedEmulator(Optional<TargetProcess> process, Map<String, String> variables) {
        this.process = process;
        this.variables = variables;
    }

    static SharedEmulator none() {
        return new SharedEmulator(Optional.empty(), Map.of());
    }

    /**
     * Starts it.
     *
     * @param command of the target
     * @throws Failure why it could not
     */
    static SharedEmulator start(String target, List<String> command) {
        CompletableFuture<JsonNode> hosting = new CompletableFuture<>();
        TargetProcess process = TargetProcess.start(target + ", emulators", command, Map.of(), hosting::complete);
        process.send(JsonNodeFactory.instance.objectNode().put("op", "host"));
        process.flush();
        CompletableFuture.anyOf(hosting, process.ended()).join();
        if (!hosting.isDone()) {
            JsonNode unexpected = process.summary();
            throw new Failure("the emulators of " + target + " ended before the workers: " + unexpected);
        }
        Map<String, String> variables = new TreeMap<>();
        hosting.join()
                .path("variables")
                .properties()
                .forEach(each -> variables.put(each.getKey(), each.getValue().asText()));
        return new SharedEmulator(Optional.of(process), variables);
    }

    /** {@return a worker's variables, and where the bus is} */
    Map<String, String> variables(Map<String, String> own) {
        Map<String, String> all = new TreeMap<>(own);
        all.putAll(variables);
        return all;
    }

    @Override
    public void close() {
        process.ifPresent(TargetProcess::close);
    }
}

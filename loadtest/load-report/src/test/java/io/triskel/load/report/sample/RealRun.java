package io.triskel.load.report.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.workload.WorkloadFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Real results: a target's own process writes them, as for {@code ./triskel load}. */
public final class RealRun {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of a function of 20 ms an event, whose load rises eightfold. */
    private static final String STEP = """
            workload: 1
            name: step
            level: function
            event: {size: 1KiB}
            keys: {count: 500}
            phases:
              - warm-up: {rate: 10/s, for: 5s}
              - steady: {rate: 25/s, for: 20s}
              - step: {rate: 200/s, for: 45s}
            drain: 300s
            demand:
              function: {work: 20ms, cpu: 10ms, memory: 2048MiB, batch: 100}
            """;

    /** Of orders, in two seconds. */
    private static final String ORDERS = """
            workload: 1
            name: orders
            level: pipeline
            event: {size: 1KiB}
            keys: {count: 20}
            phases:
              - steady: {rate: 20/s, for: 2s}
            drain: 30s
            demand: {orders: true}
            """;

    private RealRun() {}

    /**
     * Writes what functions of the three simulated clouds do, with an evaluation beside it, and what the order pipeline in memory does.
     * All run at once.
     */
    public static void functionsAndOrders(Path functions, Path orders) throws IOException {
        Path step = Files.writeString(functions.resolve("workload.yaml"), STEP);
        Path order = Files.writeString(orders.resolve("workload.yaml"), ORDERS);
        List<Target> targets = List.of(
                Target.start(orders, "memory", io.triskel.load.memory.MemoryLoad.class, order),
                Target.start(functions, "sim-aws", io.triskel.load.sim.aws.SimulatedAwsLoad.class, step),
                Target.start(functions, "sim-azure", io.triskel.load.sim.azure.SimulatedAzureLoad.class, step),
                Target.start(functions, "sim-gcp", io.triskel.load.sim.gcp.SimulatedGcpLoad.class, step));
        for (Target target : targets) {
            target.await();
        }
        evaluated(functions);
    }

    /** Copies the committed evaluation to results; a test compares it with what {@code ./triskel evaluate --json} writes. */
    public static Path evaluated(Path folder) throws IOException {
        Files.copy(
                Path.of("../../docs/results/evaluate-iot-fleet.json"),
                folder.resolve("evaluation.json"),
                StandardCopyOption.REPLACE_EXISTING);
        return folder;
    }

    /** The process of a target that carries out one run. */
    private record Target(String name, Process process) {
        static Target start(Path folder, String name, Class<?> main, Path yaml) throws IOException {
            Path file = folder.resolve(name).resolve("r0-w0.json");
            ObjectNode request = JSON.createObjectNode()
                    .put("op", "load")
                    .put("repeat", 0)
                    .put("file", file.toAbsolutePath().toString())
                    .put("command", "./triskel load workload.yaml --target " + name);
            request.set("workload", WorkloadFile.read(yaml).toJson());
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            System.getProperty("java.class.path"),
                            main.getName())
                    .redirectError(folder.resolve(name + ".log").toFile())
                    .start();
            process.getOutputStream().write((request + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            return new Target(name, process);
        }

        /** Keeps the input open until the process has answered, because it ends its run when the input is closed. */
        void await() throws IOException {
            try (BufferedReader answers = process.inputReader(StandardCharsets.UTF_8)) {
                List<String> said = answers.lines().toList();
                JsonNode last = JSON.readTree(said.isEmpty() ? "{}" : said.get(said.size() - 1));
                assertThat(last.path("event").asText())
                        .as("the last answer of %s: %s", name, last)
                        .isEqualTo("summary");
            } finally {
                process.destroyForcibly();
            }
        }
    }
}

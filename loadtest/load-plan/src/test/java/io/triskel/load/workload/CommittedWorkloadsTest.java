package io.triskel.load.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies in {@code loadtest/workloads}. */
class CommittedWorkloadsTest {
    private static final Path FOLDER = Path.of("../workloads");

    static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    @Test
    void the_workloads_that_are_promised_are_there() throws IOException {
        assertThat(files())
                .extracting(file -> file.getFileName().toString())
                .containsExactly(
                        "backlog.yaml",
                        "bank-orders.yaml",
                        "capacity.yaml",
                        "fan-out.yaml",
                        "function.yaml",
                        "iot-fleet.yaml",
                        "large-events.yaml",
                        "pipeline.yaml",
                        "ramp.yaml",
                        "scaling.yaml",
                        "skewed-keys.yaml",
                        "smoke.yaml",
                        "soak.yaml",
                        "spike.yaml",
                        "steady.yaml");
    }

    @ParameterizedTest
    @MethodSource("files")
    void each_is_valid_is_named_after_its_file_and_begins_with_its_question(Path file) throws IOException {
        Workload workload = WorkloadFile.read(file);

        assertThat(workload.name() + ".yaml").isEqualTo(file.getFileName().toString());
        assertThat(workload.about()).isNotBlank();
        assertThat(Files.readAllLines(file).get(0)).startsWith("# ").contains("?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tool/saturated.yaml", "tool/processor.yaml", "tool/delay.yaml", "million/workload.yaml"})
    void those_of_the_committed_results_are_valid(String file) {
        assertThat(WorkloadFile.read(Path.of("../../docs/results", file)).about())
                .isNotBlank();
    }

    @ParameterizedTest
    @MethodSource("files")
    void each_survives_the_way_through_json(Path file) {
        Workload workload = WorkloadFile.read(file);

        assertThat(Workload.fromJson(workload.toJson())).isEqualTo(workload);
    }

    @Test
    void the_smoke_workload_takes_half_a_minute() {
        Workload smoke = WorkloadFile.read(FOLDER.resolve("smoke.yaml"));

        assertThat(smoke.length().plus(smoke.drain())).isEqualTo(Duration.ofSeconds(30));
    }
}

package io.triskel.load.size;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.cloud.Clouds;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommittedResultsTest {
    private static final Path TOP = Path.of("../..");

    @ParameterizedTest
    @ValueSource(strings = {"iot-fleet", "bank-orders"})
    void a_committed_sizing_is_what_the_command_writes(String workload) throws IOException {
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out);

        Size.run(
                Clouds.installed(),
                Map.of(),
                writer,
                writer,
                TOP.resolve("loadtest/workloads/" + workload + ".yaml").toString(),
                "--details");

        assertThat(out.toString().replace("\r\n", "\n"))
                .as("write docs/results/size-%s.txt anew by the command beside it", workload)
                .isEqualTo(Files.readString(TOP.resolve("docs/results/size-" + workload + ".txt"))
                        .replace("\r\n", "\n"));
    }
}

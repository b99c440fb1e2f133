package io.triskel.load.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The committed evaluations have the figures that the command computes today. */
class CommittedEvaluationsTest {
    private static final Path TOP = Path.of("../..");

    @ParameterizedTest
    @ValueSource(strings = {"iot-fleet", "bank-orders"})
    void the_committed_evaluation_is_what_the_command_writes(String profile) throws IOException {
        assertThat(evaluated(profile))
                .as("write docs/results/evaluate-%s.txt anew by the command beside it", profile)
                .isEqualTo(read("docs/results/evaluate-" + profile + ".txt"));
    }

    @Test
    void the_committed_json_of_an_evaluation_is_what_the_command_writes() throws IOException {
        assertThat(evaluated("iot-fleet", "--json"))
                .as("write docs/results/evaluate-iot-fleet.json anew by the command beside it")
                .isEqualTo(read("docs/results/evaluate-iot-fleet.json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"iot-fleet", "bank-orders"})
    void the_committed_page_of_an_evaluation_is_what_the_command_writes(String profile, @TempDir Path folder)
            throws IOException {
        evaluated(profile, "--html", folder.resolve("page.html").toString());

        assertThat(Files.readString(folder.resolve("page.html")))
                .as("write docs/results/evaluate-%s.html anew by the command beside it", profile)
                .isEqualTo(read("docs/results/evaluate-" + profile + ".html"));
    }

    private static String evaluated(String profile, String... more) {
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out);
        List<String> arguments = new ArrayList<>(List.of("--profile", profile));
        arguments.addAll(List.of(more));
        Evaluate.run(Map.of("TRISKEL_HOME", TOP.toString()), writer, writer, arguments.toArray(String[]::new));
        return out.toString().replace("\r\n", "\n");
    }

    private static String read(String document) throws IOException {
        return Files.readString(TOP.resolve(document)).replace("\r\n", "\n");
    }
}

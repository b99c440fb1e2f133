package io.triskel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The demo command on several targets at once. */
class SideBySideTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private InputStream typed = InputStream.nullInputStream();

    @TempDir
    private Path folder;

    private Path input;

    @BeforeEach
    void write_an_input() throws IOException {
        input = folder.resolve("orders.jsonl");
        Files.writeString(input, "{\"kind\":\"order\"}\nbroken\n");
    }

    /** Runs the targets; aws behaves as told, all others work. */
    private int run(String aws, String... options) {
        Screen screen = Screen.of(Map.of());
        DemoCommand command = new DemoCommand(
                SignalledCli.TARGETS,
                new Installation(folder),
                target -> SignalledCli.fakeTarget(target.text().equals("aws") ? aws : "works"),
                screen,
                typed);
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((thrown, line, parsed) -> Main.failed(thrown, line, false))
                .execute(Stream.concat(Stream.of("--input", input.toString()), Stream.of(options))
                        .toArray(String[]::new));
    }

    private JsonNode json() throws IOException {
        return new ObjectMapper().readTree(out.toString());
    }

    @Test
    void targets_that_end_equal_are_said_to_be_equal_in_one_table() {
        int exitCode = run("works", "--target", "memory,aws,gcp");

        assertThat(exitCode).isZero();
        assertThat(out.toString())
                .startsWith("EQUAL: all 3 targets ended every order in the same state\n")
                .containsPattern("\n {15,} memory +aws +gcp\n")
                .containsPattern("\n  Orders +2 +2 +2\n    shipped +2 +2 +2\n")
                .containsPattern("\n  Sagas +2 +2 +2\n    completed +2 +2 +2\n")
                .containsPattern("\n  Lost +0 +0 +0\n  Duplicated +0 +0 +0\n  Out of order +- +- +-\n")
                .containsPattern("\n  Faults survived +7 +7 +7\n  Functions killed +4 +4 +4\n")
                .containsPattern("\n  Replayed +4 +4 +4\n  Events +9 +9 +9\n  Seconds +0\\.5 +0\\.5 +0\\.5\n")
                .contains("emulator")
                .contains("\nOne code base, 3 targets, 21 faults: 2 orders ended the same on all.\n");
        assertThat(out.toString().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    }

    @Test
    void all_stands_for_every_target() throws IOException {
        int exitCode = run("works", "--target", "all", "--json");

        assertThat(exitCode).isZero();
        assertThat(out.toString().lines()).hasSize(1);
        assertThat(json().path("targets").fieldNames()).toIterable().containsExactly("memory", "aws", "azure", "gcp");
        assertThat(json().path("targets")
                        .path("gcp")
                        .path("ordersByState")
                        .path("shipped")
                        .asInt())
                .isEqualTo(2);
        assertThat(json().path("equal").asBoolean()).isTrue();
    }

    @Test
    void a_target_named_twice_runs_once() throws IOException {
        run("works", "--target", "memory,aws,memory", "--json");

        assertThat(json().path("targets")).hasSize(2);
    }

    @Test
    void an_order_that_ends_otherwise_is_named_and_it_ends_with_1() {
        int exitCode = run("ends-otherwise", "--target", "memory,aws");

        assertThat(exitCode).isEqualTo(1);
        assertThat(out.toString())
                .startsWith("NOT EQUAL: not all 2 targets")
                .contains("aws differs from memory in order o-1\n")
                .doesNotContain("One code base");
    }

    @Test
    void a_target_without_a_result_has_dashes_in_the_table_and_its_reason_below() {
        int exitCode = run("dies", "--target", "memory,aws");

        assertThat(exitCode).isEqualTo(1);
        assertThat(out.toString())
                .containsPattern("\n  Orders +2 +-\n")
                .contains("\n  aws: target aws ended with code 7");
    }

    @Test
    void a_target_that_dies_leaves_the_others_their_results() throws IOException {
        int exitCode = run("dies", "--target", "memory,aws,gcp", "--json");

        assertThat(exitCode).isEqualTo(1);
        assertThat(json().path("targets").path("aws").path("failed").asText())
                .contains("ended with code 7", "something is wrong");
        assertThat(json().path("targets").path("gcp").path("complete").asBoolean())
                .isTrue();
        assertThat(json().path("equal").asBoolean()).isFalse();
        assertThat(json().path("differences").get(0).asText()).isEqualTo("aws failed");
    }

    @Test
    void each_target_has_a_folder_of_its_own() {
        Path named = folder.resolve("named");

        run("works", "--target", "memory,aws", "--out", named.toString());

        assertThat(named.resolve("memory/orders.jsonl")).exists();
        assertThat(named.resolve("aws/orders.jsonl")).exists();
        assertThat(out.toString()).contains("Files: " + named);
    }

    @Test
    void standard_input_is_read_once_for_all_and_not_left_lying_about() throws IOException {
        typed = new ByteArrayInputStream("{\"kind\":\"order\"}\n".getBytes(StandardCharsets.UTF_8));
        input = Path.of("-");

        run("works", "--target", "memory,aws", "--json");

        assertThat(json().path("targets").path("memory").path("lines").asInt()).isEqualTo(1);
        assertThat(json().path("targets").path("aws").path("lines").asInt()).isEqualTo(1);
        try (Stream<Path> left = Files.list(folder.resolve("target/demo"))) {
            assertThat(left.map(path -> path.getFileName().toString()).toList())
                    .noneMatch(name -> name.startsWith("standard-input"));
        }
    }

    @Test
    void what_is_wrong_with_the_input_is_said_once() {
        run("works", "--target", "memory,aws,gcp");

        assertThat(err.toString().lines().filter(line -> line.equals("line 2: not JSON")))
                .hasSize(1);
    }

    @Test
    void an_unknown_one_among_them_is_wrong_usage() {
        assertThat(run("works", "--target", "memory,mars")).isEqualTo(2);
        assertThat(err.toString()).contains("unknown target 'mars'; known: memory, aws, azure, gcp, or all");
    }

    @Test
    void an_input_of_one_of_them_is_never_written_over() throws IOException {
        Path named = folder.resolve("named");
        input = Files.createDirectories(named.resolve("aws")).resolve("orders.jsonl");
        Files.writeString(input, "{\"kind\":\"order\"}\n");

        assertThat(run("works", "--target", "memory,aws", "--out", named.toString()))
                .isEqualTo(2);
        assertThat(List.of(input)).allSatisfy(file -> assertThat(file).content().contains("order"));
    }
}

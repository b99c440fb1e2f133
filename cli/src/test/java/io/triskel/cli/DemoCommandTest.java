package io.triskel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command against targets that behave, and misbehave. */
class DemoCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private Path input;

    @BeforeEach
    void write_an_input() throws IOException {
        input = folder.resolve("orders.jsonl");
        Files.writeString(input, "{\"kind\":\"order\"}\nbroken\n\n{\"kind\":\"order\"}");
    }

    private int run(String behaviour, String... options) {
        List<String> java = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                FakeTarget.class.getName(),
                behaviour);
        List<String> arguments = new ArrayList<>(List.of("--input", input.toString()));
        arguments.addAll(List.of(options));
        return new CommandLine(new DemoCommand(folder, target -> java))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((thrown, command, parsed) -> Main.failed(thrown, command, false))
                .execute(arguments.toArray(String[]::new));
    }

    @Nested
    class When_the_target_works {
        @Test
        void the_result_is_a_table_on_standard_output() {
            int exitCode = run("works");

            assertThat(exitCode).isZero();
            assertThat(out.toString())
                    .contains("Order pipeline on memory, orchestration")
                    .containsPattern("shipped +2\n")
                    .containsPattern("Invalid input lines +1\n");
            assertThat(err.toString()).contains("line 2: not JSON");
        }

        @Test
        void json_is_exactly_one_object_and_all_else_goes_to_standard_error() throws IOException {
            int exitCode = run("works", "--json", "--chaos");

            JsonNode result = new ObjectMapper().readTree(out.toString());
            assertThat(exitCode).isZero();
            assertThat(out.toString().lines()).hasSize(1);
            assertThat(result.fieldNames())
                    .toIterable()
                    .contains(
                            "target",
                            "chaos",
                            "ordersByState",
                            "eventsByType",
                            "sagasByEnding",
                            "parked",
                            "duplicatesSuppressed",
                            "invalidLines",
                            "seconds",
                            "eventsPerSecond");
            assertThat(result.path("target").asText()).isEqualTo("memory");
            assertThat(result.path("chaos").asBoolean()).isTrue();
            assertThat(err.toString()).contains("line 2: not JSON");
        }

        @Test
        void blank_lines_are_not_sent() throws IOException {
            run("works", "--json");

            assertThat(new ObjectMapper().readTree(out.toString()).path("lines").asInt())
                    .isEqualTo(3);
        }

        @Test
        void a_line_that_cannot_be_read_is_reported_counted_and_left_out() throws IOException {
            Files.write(input, new byte[] {'{', (byte) 0xff, '}', '\n', 'x', '\n'});

            run("works", "--json");

            assertThat(err.toString()).contains("line 1: not UTF-8");
            assertThat(new ObjectMapper()
                            .readTree(out.toString())
                            .path("invalidLines")
                            .asInt())
                    .isEqualTo(2);
        }

        @Test
        void what_is_the_clouds_own_is_shown_with_its_functions() {
            run("works", "--target", "aws");

            assertThat(out.toString())
                    .contains("Order pipeline on aws", "On the cloud (emulator)")
                    .containsPattern("Invocations +1,200\n")
                    .containsPattern("Records per batch +12\\.5\n")
                    .containsPattern("PutRecords Failed\\[\\] +3\n")
                    .containsPattern("orders-http +1,100 +0 +0 +2 +0\n")
                    .containsPattern("Order view built anew from all events +equal\n")
                    .containsPattern("Events lost +0\n")
                    .doesNotContain("Events out of order");
        }

        @Test
        void an_empty_input_is_fine() throws IOException {
            Files.writeString(input, "");

            assertThat(run("works")).isZero();
        }
    }

    @Nested
    class When_the_target_fails {
        @Test
        void a_target_that_dies_is_told_with_its_last_words() {
            int exitCode = run("dies");

            assertThat(exitCode).isEqualTo(1);
            assertThat(out.toString()).isEmpty();
            assertThat(err.toString())
                    .contains("target memory ended with code 7 before it was done", "something is wrong")
                    .doesNotContain("\tat ");
        }

        @Test
        void a_large_input_does_not_block_on_a_target_that_is_gone() throws IOException {
            Files.writeString(input, ("{\"kind\":\"order\",\"filler\":\"" + "x".repeat(1000) + "\"}\n").repeat(2000));

            assertThat(run("dies")).isEqualTo(1);
            assertThat(err.toString()).contains("ended with code 7");
        }

        @Test
        void a_target_that_says_why_is_quoted() {
            int exitCode = run("refuses");

            assertThat(exitCode).isEqualTo(1);
            assertThat(err.toString())
                    .contains("target memory: cannot write to /x")
                    .doesNotContain("\tat ");
        }

        @Test
        void a_target_that_does_not_speak_the_protocol_is_quoted() {
            int exitCode = run("babbles");

            assertThat(exitCode).isEqualTo(1);
            assertThat(err.toString()).contains("before it was done", "this is no JSON");
        }
    }

    @Nested
    class When_it_is_called_wrongly {
        @Test
        void an_unknown_target_is_wrong_usage() {
            assertThat(run("works", "--target", "mars")).isEqualTo(2);
            assertThat(err.toString()).contains("unknown target 'mars'; known: memory, aws, azure, gcp");
        }

        @Test
        void an_unknown_style_is_wrong_usage() {
            assertThat(run("works", "--style", "jazz")).isEqualTo(2);
            assertThat(err.toString()).contains("unknown style 'jazz'; known: orchestration, choreography");
        }

        @Test
        void a_missing_input_is_named() {
            input = folder.resolve("nothing.jsonl");

            assertThat(run("works")).isEqualTo(1);
            assertThat(err.toString())
                    .contains("there is no input file " + input)
                    .doesNotContain("\tat ");
        }

        @Test
        void a_folder_is_no_input() {
            input = folder;

            assertThat(run("works")).isEqualTo(1);
            assertThat(err.toString()).contains(folder + " is not a file that can be read");
        }
    }

    @Test
    void a_target_that_is_not_built_says_how_to_build_it() {
        CommandLine command = new CommandLine(new DemoCommand(new Installation(folder)))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((thrown, line, parsed) -> Main.failed(thrown, line, false));

        assertThat(command.execute("--input", input.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("order-memory is not built", "./triskel");
    }
}

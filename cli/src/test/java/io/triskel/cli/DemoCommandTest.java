package io.triskel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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

    private Screen screen = Screen.of(Map.of());
    private InputStream typed = InputStream.nullInputStream();

    private int run(String behaviour, String... options) {
        return run(new PrintWriter(out, true), behaviour, options);
    }

    private int run(PrintWriter to, String behaviour, String... options) {
        List<String> java = SignalledCli.fakeTarget(behaviour);
        List<String> arguments = new ArrayList<>(List.of("--input", input.toString()));
        arguments.addAll(List.of(options));
        return new CommandLine(
                        new DemoCommand(SignalledCli.TARGETS, new Installation(folder), target -> java, screen, typed))
                .setOut(to)
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((thrown, command, parsed) -> Main.failed(thrown, command, false))
                .execute(arguments.toArray(String[]::new));
    }

    @Nested
    class When_the_target_works {
        @Test
        void the_verdict_comes_first_on_standard_output() {
            int exitCode = run("works");

            assertThat(exitCode).isZero();
            assertThat(out.toString())
                    .startsWith("COMPLETE: 2 of 2 orders finished\non memory, by orchestration\n")
                    .containsPattern("Orders +2 shipped\n")
                    .containsPattern("Lost +0 events\n")
                    .containsPattern("Duplicated +0 events\n")
                    .containsPattern("Sagas +2 completed\n")
                    .containsPattern("Faults survived +7: 4 functions killed, 3 PutRecords Failed\\[\\]\n")
                    .containsPattern("Order view +rebuilt from archive \\(5,310 events\\) and bus \\(12\\): equal\n")
                    .containsPattern("Revenue +1,234,567.89\n")
                    .containsPattern(
                            "Speed +18 events a second: 9 events in 0.50 s,\n +1,234.5 us of processor time an event\n")
                    .containsPattern("Skipped +1 invalid line\n")
                    .doesNotContain("Out of order", "a.v1");
            assertThat(out.toString().lines())
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
            assertThat(err.toString()).contains("line 2: not JSON");
        }

        @Test
        void the_line_before_the_files_is_the_one_to_remember() {
            run("works");

            assertThat(out.toString())
                    .contains("\n\n2 orders finished despite 7 faults; no event was lost or duplicated.\n\nFiles: ");
        }

        @Test
        void events_by_type_are_shown_on_demand() {
            run("works", "--details");

            assertThat(out.toString()).containsPattern("Events by type\n +a.v1 +9\n");
        }

        @Test
        void colours_are_for_a_terminal() {
            screen = new Screen(true, true, true, true, 80);
            run("works");
            String watched = out.toString();
            out.getBuffer().setLength(0);
            run("works", "--json");

            assertThat(watched).startsWith("\u001B[1;32mCOMPLETE\u001B[0m");
            assertThat(out.toString()).doesNotContain("\u001B");
        }

        @Test
        void standard_input_can_be_the_input() throws IOException {
            typed = new ByteArrayInputStream("{\"kind\":\"order\"}\n".getBytes(StandardCharsets.UTF_8));
            input = Path.of("-");

            run("works", "--json");

            assertThat(new ObjectMapper().readTree(out.toString()).path("lines").asInt())
                    .isEqualTo(1);
        }

        @Test
        void what_cannot_be_written_is_told_when_it_happens_and_ends_with_1_and_a_verdict() {
            int exitCode = run("cannot-write");

            assertThat(exitCode).isEqualTo(1);
            assertThat(err.toString())
                    .contains("/x/events.jsonl cannot be written: full; the run continues without it");
            assertThat(out.toString()).contains("COMPLETE", "NOT WRITTEN: /x/events.jsonl cannot be written: full");
        }

        @Test
        void a_standard_output_that_cannot_be_written_to_loses_no_result() {
            int exitCode = run(new PrintWriter(new FullDisk()), "works", "--json");

            assertThat(exitCode).isEqualTo(1);
            assertThat(err.toString()).contains("\"ordersByState\":{\"shipped\":2}", "cannot write to standard output");
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
                    .isEqualTo(1);
        }

        @Test
        void what_is_the_clouds_own_is_shown_with_its_functions() {
            run("works", "--target", "aws", "--details");

            assertThat(out.toString())
                    .contains("\non aws, by orchestration\n")
                    .containsPattern("Cloud +emulator, 1,200 invocations\n")
                    .containsPattern("Bus +12\\.5 per batch\n")
                    .contains("3 PutRecords Failed[]\n")
                    .containsPattern("orders-http +1,100 +0 +0 +2 +0\n");
        }
    }

    @Nested
    class When_not_all_is_well {
        @Test
        void the_verdict_says_so_and_it_ends_with_1() {
            screen = new Screen(true, true, true, true, 80);

            int exitCode = run("falls-short");

            assertThat(exitCode).isEqualTo(1);
            assertThat(out.toString())
                    .startsWith("\u001B[1;31mNOT COMPLETE\u001B[0m: 2 of 3 orders did not finish")
                    .contains("\u001B[1;31m1 event\u001B[0m", "\u001B[1;31m2 events\u001B[0m")
                    .contains("\u001B[1;31mDIFFERENT\u001B[0m", "\u001B[1;31m3 events\u001B[0m now")
                    .doesNotContain("no event was lost");
        }
    }

    @Nested
    class When_the_input_has_no_valid_line {
        private void assertRefused(String message) {
            assertThat(run("works")).isEqualTo(1);
            assertThat(out.toString()).isEmpty();
            assertThat(err.toString()).contains(message).doesNotContain("\tat ");
        }

        @Test
        void an_empty_one_is_refused_with_what_was_expected() throws IOException {
            Files.writeString(input, "\n\n");

            assertRefused(
                    input + " is empty. Expected: lines of JSON such as {\"kind\":\"order\",...}; see docs/demo.md");
        }

        @Test
        void one_of_broken_lines_shows_ten_of_them_and_their_count() throws IOException {
            Files.writeString(input, "broken\n".repeat(2000));

            assertRefused(input + " has no valid line. Expected: lines of JSON");

            assertThat(err.toString().lines().filter(line -> line.endsWith(": not JSON")))
                    .hasSize(10);
            assertThat(err.toString()).contains("and 1,990 more invalid lines, 2,000 in all");
        }

        @Test
        void a_binary_one_is_counted_in_the_same_way() throws IOException {
            byte[] bytes = "\u00ff\u00fe\n".repeat(30).getBytes(StandardCharsets.ISO_8859_1);
            bytes[0] = 'x';
            Files.write(input, bytes);

            assertRefused(input + " has no valid line");

            assertThat(err.toString()).contains("line 2: not UTF-8", "and 20 more invalid lines, 30 in all");
        }
    }

    @Nested
    class The_folder_of_a_run {
        private String out() throws IOException {
            out.getBuffer().setLength(0);
            run("works", "--json");
            return new ObjectMapper().readTree(out.toString()).path("out").asText();
        }

        @Test
        void is_a_new_one_each_time_and_latest_leads_to_the_last() throws IOException {
            String first = out();
            String second = out();

            assertThat(second).isNotEqualTo(first);
            assertThat(Path.of(second).getFileName().toString()).matches("\\d{8}-\\d{6}-memory(-\\d+)?");
            assertThat(folder.resolve("target/demo/latest").toRealPath())
                    .isEqualTo(Path.of(second).toRealPath());
        }

        @Test
        void can_be_named() throws IOException {
            Path named = folder.resolve("named");

            run("works", "--out", named.toString(), "--json");

            assertThat(new ObjectMapper().readTree(out.toString()).path("out").asText())
                    .isEqualTo(named.toString());
            assertThat(folder.resolve("target")).doesNotExist();
        }

        @Test
        void is_never_that_of_the_input() throws IOException {
            assertThat(run("works", "--out", folder.toString())).isEqualTo(2);

            assertThat(err.toString()).contains("--out " + folder + " would overwrite the input " + input);
            assertThat(input).content().contains("order");
        }

        @Test
        void has_a_name() {
            assertThat(run("works", "--out", "")).isEqualTo(2);

            assertThat(err.toString()).contains("--out is empty; it must name a folder");
        }

        @Test
        void is_no_file() throws IOException {
            Path file = Files.writeString(folder.resolve("file"), "mine");

            assertThat(run("works", "--out", file.toString())).isEqualTo(2);
            assertThat(err.toString()).contains("--out " + file + " is a file, not a folder");
        }
    }

    @Test
    void a_signal_ends_the_target_too_without_a_word_of_failure() throws Exception {
        try (SignalledCli cli = SignalledCli.demo(folder, input)) {
            cli.awaitErr("reading the input");

            cli.interrupt();

            assertThat(cli.exitCode()).isEqualTo(143);
            assertThat(cli.isTargetAlive()).isFalse();
            assertThat(cli.err()).doesNotContain("before it was done");
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
            assertThat(err.toString()).contains("unknown style 'jazz'; known: orchestration, choreography, engine");
        }

        @ParameterizedTest
        @ValueSource(strings = {"memory", "gcp", "aws,memory", "all"})
        void a_target_without_an_engine_is_not_started_in_that_style(String target) {
            assertThat(run("works", "--style", "engine", "--target", target)).isEqualTo(2);
            assertThat(err.toString()).contains("style engine needs --target aws");
        }

        @Test
        void languages_need_a_cloud() {
            assertThat(run("works", "--language", "notification=node")).isEqualTo(2);
            assertThat(err.toString()).contains("--language needs a cloud, such as --target aws");
        }

        @Test
        void a_missing_input_is_named() {
            input = folder.resolve("nothing.jsonl");

            assertThat(run("works")).isEqualTo(1);
            assertThat(err.toString())
                    .contains("the input file " + input + " does not exist")
                    .doesNotContain("\tat ");
        }

        @Test
        void a_folder_is_no_input() {
            input = folder;

            assertThat(run("works")).isEqualTo(1);
            assertThat(err.toString()).contains(folder + " is not a readable file");
        }
    }

    @Test
    void a_target_that_is_not_built_says_how_to_build_it() {
        CommandLine command = new CommandLine(new DemoCommand(SignalledCli.TARGETS, new Installation(folder)))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((thrown, line, parsed) -> Main.failed(thrown, line, false));

        assertThat(command.execute("--input", input.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("orders-driver is not built", "./triskel");
    }

    /** Takes nothing. */
    private static final class FullDisk extends Writer {
        @Override
        public void write(char[] text, int from, int length) throws IOException {
            throw new IOException("No space left on device");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}

package io.triskel.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.load.report.sample.Reports;
import io.triskel.load.report.sample.SampleRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportCommandTest {
    private final StringWriter answers = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @TempDir
    Path folder;

    @Test
    void it_writes_four_files_beside_the_results() throws IOException {
        SampleRun.onStandIns().writeTo(folder);

        assertThat(run(folder.toString())).isZero();

        assertThat(folder.resolve("report.html")).content().startsWith("<!doctype html>");
        assertThat(folder.resolve("report.md")).content().startsWith("# ");
        assertThat(folder.resolve("report.csv")).content().startsWith("target,");
        assertThat(folder.resolve("report.json")).content().startsWith("{\"schema\":1,");
        assertThat(answers.toString()).contains("Written: " + folder.resolve("report.html"));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_disk_that_is_full_is_told_with_the_file_and_the_way_out() throws IOException {
        SampleRun.onStandIns().writeTo(folder);
        // Linux's device that is always full.
        Files.createSymbolicLink(folder.resolve("report.md"), Path.of("/dev/full"));

        assertThat(run(folder.toString())).isEqualTo(2);

        assertThat(errors.toString())
                .startsWith("Cannot write " + folder.resolve("report.md") + " (")
                .contains("No space left on device", "Make room, or name another folder by --out.");
    }

    @Test
    void a_file_where_the_folder_is_needed_is_told_with_the_way_out() throws IOException {
        SampleRun.onStandIns().writeTo(folder);
        Path taken = Files.writeString(folder.resolve("taken"), "");

        assertThat(run(folder.toString(), "--out", taken.toString())).isEqualTo(2);

        assertThat(errors.toString())
                .startsWith("Cannot write " + taken.resolve("report.html") + " (" + taken
                        + " is a file, not a folder). Make room, or name another folder by --out.");
        assertThat(answers.toString()).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void what_is_printed_in_vain_is_told_by_message_and_exit_code() throws IOException {
        SampleRun.onStandIns().writeTo(folder);
        // Linux's device that is always full.
        try (PrintWriter full = new PrintWriter(Files.newBufferedWriter(Path.of("/dev/full")))) {
            assertThat(ReportCommand.run(new String[] {folder.toString()}, Map.of(), full, new PrintWriter(errors)))
                    .isEqualTo(2);
        } catch (IOException closed) {
            // Closing cannot write, either.
        }

        assertThat(errors.toString()).contains("Cannot write to standard output");
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "million", "scaling"})
    void a_committed_report_is_what_the_command_writes(String example) throws IOException {
        Path committed = Path.of("../../docs/results", example);

        assertThat(run(committed.toString(), "--out", folder.toString())).isZero();

        for (String file : List.of("report.html", "report.md", "report.csv", "report.json")) {
            assertThat(folder.resolve(file))
                    .as("write it anew by ./triskel report docs/results/%s", example)
                    .hasSameTextualContentAs(committed.resolve(file));
        }
    }

    @Test
    void it_writes_elsewhere_if_told_so() throws IOException {
        SampleRun.onStandIns().writeTo(folder.resolve("in"));

        assertThat(run(
                        folder.resolve("in").toString(),
                        "--out",
                        folder.resolve("out/deep").toString()))
                .isZero();

        assertThat(folder.resolve("out/deep/report.html")).exists();
        assertThat(folder.resolve("in/report.html")).doesNotExist();
    }

    @Test
    void folders_of_workers_are_one_run() throws IOException {
        SampleRun two = new SampleRun(Map.of("aws", "emulator"), 1, 2, 24);
        SampleRun.write(
                folder.resolve("a"), two.results().get(0), two.results().get(0).json());
        SampleRun.write(
                folder.resolve("b"), two.results().get(1), two.results().get(1).json());

        assertThat(run(folder.resolve("a").toString(), folder.resolve("b").toString()))
                .isZero();

        assertThat(Files.readString(folder.resolve("a/report.md")))
                .contains("1 × 2")
                .doesNotContain("is partial");
    }

    @Test
    void the_same_results_make_the_same_files() throws IOException {
        SampleRun.onStandIns().writeTo(folder);
        run(folder.toString(), "--out", folder.resolve("one").toString());
        run(folder.toString(), "--out", folder.resolve("two").toString());

        assertThat(Files.mismatch(folder.resolve("one/report.html"), folder.resolve("two/report.html")))
                .isEqualTo(-1);
        assertThat(Files.mismatch(folder.resolve("one/report.json"), folder.resolve("two/report.json")))
                .isEqualTo(-1);
    }

    @Test
    void what_is_worse_than_the_baseline_gives_one() throws IOException {
        SampleRun run = new SampleRun(Map.of("aws", "emulator"), 1, 1, 24);
        run.writeTo(folder.resolve("before"));
        Reports.material(
                folder.resolve("now"), run, (result, json) -> ((ObjectNode) json.path("correctness")).put("lost", 1));

        assertThat(run(
                        folder.resolve("now").toString(),
                        "--baseline",
                        folder.resolve("before").toString()))
                .isEqualTo(1);
        assertThat(folder.resolve("now/report.md")).content().contains("## Worse than before: AWS");
    }

    @Test
    void the_same_as_the_baseline_gives_zero() throws IOException {
        SampleRun.onStandIns().writeTo(folder);

        assertThat(run(folder.toString(), "--baseline", folder.toString())).isZero();
    }

    @Test
    void it_speaks_french_if_asked() throws IOException {
        SampleRun.onStandIns().writeTo(folder);

        assertThat(run(folder.toString(), "--language", "fr")).isZero();

        assertThat(folder.resolve("report.md")).content().startsWith("# Rien n’a été perdu");
        assertThat(folder.resolve("report.json")).content().contains("\"language\":\"fr\"");
    }

    @Test
    void a_language_that_it_does_not_speak_gives_two() throws IOException {
        SampleRun.onStandIns().writeTo(folder);

        assertThat(run(folder.toString(), "--language", "tlh")).isEqualTo(2);

        assertThat(errors.toString()).startsWith("./here report: unknown language 'tlh'; known: en, fr");
    }

    @Test
    void an_empty_folder_gives_two_and_a_sentence() {
        assertThat(run(folder.toString())).isEqualTo(2);

        assertThat(errors.toString()).startsWith("No results in " + folder).doesNotContain("Exception");
    }

    @Test
    void no_folder_gives_two_and_how_to_call_it() {
        assertThat(run()).isEqualTo(2);

        assertThat(errors.toString()).contains("./here report: ", "DIR", "Try './here report --help'.");
    }

    @Test
    void help_says_what_the_codes_mean() {
        assertThat(run("--help")).isZero();

        assertThat(answers.toString()).contains("Usage: ./here report", "Exit codes: 0 written");
    }

    private int run(String... arguments) {
        return ReportCommand.run(
                arguments,
                Map.of("TRISKEL_NAME", "./here"),
                new PrintWriter(answers, true),
                new PrintWriter(errors, true));
    }
}

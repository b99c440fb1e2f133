package io.triskel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A load test that is ended early leaves either a result or the reason for its absence, and never both. */
@Timeout(300)
@EnabledOnOs(OS.LINUX)
class InterruptedLoadTest {
    private static final String RESULT = "r0-w0.json";

    @TempDir
    private Path folder;

    @BeforeEach
    void write_a_workload() throws IOException {
        Files.writeString(folder.resolve("small.yaml"), """
            workload: 1
            name: small
            level: bus
            event: {size: 1KiB}
            keys: {count: 10}
            phases:
              - steady: {rate: 100/s, for: 5s}
            """);
    }

    private SignalledCli start(String behaviour, String... options) throws IOException {
        List<String> all = Stream.concat(
                        Stream.of("--out", folder.resolve("results").toString()), Stream.of(options))
                .toList();
        SignalledCli cli = SignalledCli.load(folder, "told-to-end-" + behaviour, all.toArray(String[]::new));
        cli.awaitErr("steady");
        return cli;
    }

    private Path of(String target) {
        return folder.resolve("results").resolve(target);
    }

    private static List<String> left(Path target) throws IOException {
        try (Stream<Path> files = Files.list(target)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "INT, writes, r0-w0.json, 130",
        "INT, dies, failed.json, 130",
        "INT, writes-and-fails, r0-w0.json, 130",
        "TERM, writes, r0-w0.json, 143"
    })
    void a_signal_to_the_command_alone_leaves_one_truth(String signal, String behaviour, String file, int exit)
            throws Exception {
        try (SignalledCli cli = start(behaviour)) {
            cli.signal(signal);

            assertThat(cli.exitCode()).isEqualTo(exit);
            assertThat(left(of("memory"))).containsExactly(file);
            assertThat(cli.isTargetAlive()).isFalse();
            assertThat(cli.err()).contains("Stopped. Each target writes its results so far, marked as partial");
        }
    }

    @ParameterizedTest
    @CsvSource({"writes, r0-w0.json", "dies, failed.json"})
    void a_signal_to_the_command_and_its_targets_leaves_one_truth(String behaviour, String file) throws Exception {
        try (SignalledCli cli = start(behaviour)) {
            cli.signalGroup("INT");

            assertThat(cli.exitCode()).isEqualTo(130);
            assertThat(left(of("memory"))).containsExactly(file);
            assertThat(cli.isTargetAlive()).isFalse();
        }
    }

    @Test
    void a_second_signal_does_not_hurry_what_the_first_has_asked_for() throws Exception {
        try (SignalledCli cli = start("writes-slowly")) {
            cli.signalGroup("INT");
            cli.awaitFile(of("memory").resolve("told"));

            cli.signal("INT");
            cli.signalGroup("INT");
            Files.createFile(of("memory").resolve("go-on"));

            assertThat(cli.exitCode()).isEqualTo(130);
            assertThat(left(of("memory"))).containsExactly("go-on", RESULT, "told");
        }
    }

    @Test
    void what_had_not_begun_does_not_begin_and_did_not_fail() throws Exception {
        try (SignalledCli cli = start("writes", "--target", "memory,gcp", "--repeats", "2")) {
            cli.signal("INT");

            assertThat(cli.exitCode()).isEqualTo(130);
            assertThat(left(of("memory"))).containsExactly(RESULT);
            assertThat(of("gcp")).doesNotExist();
            assertThat(cli.out())
                    .containsPattern("memory +memory +7 .* INVALID: stopped early")
                    .containsPattern("gcp +not run: the command was stopped before it began");
        }
    }

    @Test
    void each_worker_leaves_one_truth() throws Exception {
        try (SignalledCli cli = start("writes", "--workers", "2")) {
            // The rates of both: before its first progress, a worker has nothing to leave.
            cli.awaitErr("200/s");
            cli.signal("INT");

            assertThat(cli.exitCode()).isEqualTo(130);
            assertThat(left(of("memory"))).containsExactly(RESULT, "r0-w1.json");
        }
    }

    @Test
    void targets_of_a_command_that_was_killed_end_by_themselves() throws Exception {
        try (SignalledCli cli = start("writes")) {
            cli.signal("KILL");

            assertThat(cli.exitCode()).isEqualTo(137);
            cli.awaitTargetsEnd();
            assertThat(left(of("memory"))).containsExactly(RESULT);
        }
    }
}

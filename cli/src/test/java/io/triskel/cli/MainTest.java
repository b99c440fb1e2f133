package io.triskel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.cloud.Clouds;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return runAs("triskel", arguments);
    }

    private int runAs(String name, String... arguments) {
        Map<String, String> environment = Map.of("TRISKEL_HOME", "/somewhere", "TRISKEL_NAME", name);
        return Main.run(environment, Path.of(""), new PrintWriter(out), new PrintWriter(err), arguments);
    }

    @Nested
    class When_asked_for_help {
        @Test
        void the_commands_are_listed_on_standard_output() {
            int exitCode = run("--help");

            assertThat(exitCode).isZero();
            assertThat(out.toString()).contains("Usage: triskel", "demo", "doctor", "Exit codes:");
            assertThat(err.toString()).isEmpty();
        }

        @Test
        void no_command_at_all_gets_the_same() {
            assertThat(run()).isZero();
            assertThat(out.toString()).contains("Usage: triskel");
        }

        @Test
        void the_command_is_spelt_as_it_is_to_be_typed() {
            runAs("./triskel", "--help");
            runAs("./triskel", "bench", "--help");

            assertThat(out.toString()).contains("Usage: ./triskel [", "  ./triskel demo ", "  ./triskel bench codec ");
        }

        @Test
        void help_of_a_command_is_that_commands_help() {
            assertThat(run("help", "doctor")).isZero();

            assertThat(out.toString()).contains("Usage: triskel doctor");
        }

        @ParameterizedTest
        @ValueSource(ints = {60, 80, 110})
        void help_is_as_wide_as_the_terminal(int columns) {
            Map<String, String> environment =
                    Map.of("TRISKEL_HOME", "/somewhere", "COLUMNS", Integer.toString(columns));
            Main.run(environment, Path.of(""), new PrintWriter(out), new PrintWriter(err), "demo", "--help");

            assertThat(out.toString().lines().mapToInt(String::length).max().orElse(0))
                    .isBetween(columns - 12, columns);
        }

        @Test
        void help_alone_is_the_help_of_all() {
            assertThat(run("help")).isZero();

            assertThat(out.toString()).contains("Commands:");
        }

        @Test
        void every_command_explains_itself() {
            CommandLine triskel = Main.commandLine(Clouds.installed(), new Installation(Path.of("/somewhere")), false);

            assertThat(triskel.getSubcommands()).isNotEmpty().allSatisfy((name, command) -> {
                assertThat(command.getUsageMessage()).contains("Usage: triskel " + name, "--help");
                assertThat(command.getCommandSpec().usageMessage().header()).isNotEmpty();
                assertThat(command.getCommandSpec().options())
                        .allSatisfy(option -> assertThat(option.description()).isNotEmpty());
            });
        }
    }

    @Test
    void the_version_is_the_one_of_the_build() {
        assertThat(run("--version")).isZero();

        assertThat(out.toString()).matches("(?s)triskel \\d+\\.\\d+\\.\\d+.*Java .*");
    }

    @Nested
    class When_used_wrongly {
        @Test
        void an_unknown_command_ends_with_2_and_says_where_to_look() {
            int exitCode = run("dance");

            assertThat(exitCode).isEqualTo(2);
            assertThat(err.toString()).contains("dance", "Try 'triskel --help'");
            assertThat(out.toString()).isEmpty();
        }

        @Test
        void export_without_a_kind_says_which_there_are() {
            int exitCode = run("export");

            assertThat(exitCode).isEqualTo(2);
            assertThat(err.toString())
                    .contains(
                            "choose what to export: --target CLOUD, or asyncapi, types", "Try 'triskel export --help'");
        }

        @Test
        void an_unknown_option_of_a_command_points_at_that_command() {
            int exitCode = run("doctor", "--fast");

            assertThat(exitCode).isEqualTo(2);
            assertThat(err.toString()).contains("--fast", "Try 'triskel doctor --help'");
        }
    }

    @Nested
    class When_a_word_is_misspelt {
        @Test
        void the_command_that_was_meant_is_named() {
            assertThat(run("dmeo")).isEqualTo(2);

            assertThat(err.toString()).contains("unknown command 'dmeo'; did you mean demo?");
        }

        @Test
        void help_on_it_names_the_command_that_was_meant() {
            assertThat(run("help", "dmeo")).isEqualTo(2);

            assertThat(err.toString()).startsWith("triskel: unknown command 'dmeo'; did you mean demo?");
        }

        @Test
        void the_option_that_was_meant_is_named() {
            assertThat(run("doctor", "--jsno")).isEqualTo(2);

            assertThat(err.toString()).contains("unknown option '--jsno'; did you mean --json?");
        }
    }

    @Nested
    class When_the_launcher_started_it {
        @TempDir
        private Path home;

        private int launched(String... arguments) {
            Map<String, String> environment =
                    Map.of("TRISKEL_HOME", home.toString(), "TRISKEL_OUT", "target/quick", "TRISKEL_NAME", "./triskel");
            return Main.run(environment, Path.of(""), new PrintWriter(out), new PrintWriter(err), arguments);
        }

        @BeforeEach
        void lay_out_a_maven_that_fails() throws IOException {
            Path mvnw = Files.writeString(home.resolve("mvnw"), "#!/bin/sh\necho \"$@\" >>asked\nexit 1\n");
            Files.setPosixFilePermissions(mvnw, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.createDirectories(home.resolve("demo-order-pipeline"));
            Files.writeString(home.resolve("demo-order-pipeline/orders.jsonl"), "{}\n");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "demo|-pl demo-order-pipeline/orders-driver -am process-classes",
                    "demo --target aws|-pl loadtest/target-aws -am package",
                    "up azure|-pl loadtest/target-azure -am package",
                    "load gcp soak|-pl loadtest/target-gcp -am package",
                    "bench codec|-pl benchmarks -am process-classes",
                })
        void a_command_builds_what_it_needs_and_fails_if_that_does(String line) throws IOException {
            String[] parts = line.split("\\|", -1);

            assertThat(launched(parts[0].split(" ", -1))).isEqualTo(1);

            assertThat(Files.readAllLines(home.resolve("asked")))
                    .singleElement()
                    .asString()
                    .endsWith(parts[1]);
            assertThat(err.toString()).contains("the build failed", "'./triskel doctor'");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "--help",
                    "--version",
                    "help",
                    "help demo",
                    "help load",
                    "demo --help",
                    "up aws --help",
                    "demo -h --target gcp",
                    "load aws ratios --help",
                    "bench -h",
                    "doctor",
                    "doctor --help",
                    "demo --stile x",
                    "demo --target moon",
                    "up moon",
                    "up",
                    "load",
                    "load moon soak",
                    "load aws dance",
                    "new",
                    "new --help",
                    "dmeo"
                })
        void help_wrong_usage_and_the_doctor_build_nothing(String line) {
            launched(line.split(" ", -1));

            assertThat(home.resolve("asked")).doesNotExist();
        }
    }

    @Nested
    class When_a_command_fails {
        @Test
        void a_failure_is_its_message_and_no_stack_trace() {
            assertThat(runThrowing(new Failure("the input is not there"), false))
                    .isEqualTo(1);

            assertThat(err.toString()).isEqualToIgnoringNewLines("triskel fail: the input is not there");
        }

        @Test
        void anything_else_is_called_unexpected_and_says_how_to_see_more() {
            assertThat(runThrowing(new IllegalStateException("odd"), false)).isEqualTo(1);

            assertThat(err.toString())
                    .contains("unexpected error", "odd", "TRISKEL_DEBUG")
                    .doesNotContain("\tat ");
        }

        @Test
        void the_stack_trace_is_shown_on_request() {
            runThrowing(new IllegalStateException("odd"), true);

            assertThat(err.toString()).contains("\tat ");
        }

        private int runThrowing(Exception thrown, boolean debug) {
            return Main.commandLine(Clouds.installed(), new Installation(Path.of("/somewhere")), debug)
                    .addSubcommand(new Failing(thrown))
                    .setExecutionExceptionHandler(
                            (exception, command, parsed) -> Main.failed(exception, command, debug))
                    .setErr(new PrintWriter(err))
                    .execute("fail");
        }

        @Command(name = "fail")
        static final class Failing implements Callable<Integer> {
            private final Exception thrown;

            Failing(Exception thrown) {
                this.thrown = thrown;
            }

            @Override
            public Integer call() throws Exception {
                throw thrown;
            }
        }
    }

    @Test
    void without_sources_above_the_working_directory_it_says_what_to_set(@TempDir Path empty) {
        int exitCode = Main.run(Map.of(), empty, new PrintWriter(out), new PrintWriter(err), "doctor");

        assertThat(exitCode).isEqualTo(1);
        assertThat(err.toString()).contains("TRISKEL_HOME");
    }
}

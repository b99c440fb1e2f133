package io.triskel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        Map<String, String> environment = Map.of("TRISKEL_HOME", "/somewhere");
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
        void every_command_explains_itself() {
            CommandLine triskel = Main.commandLine(new Installation(Path.of("/somewhere")), false);

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
        void an_unknown_option_of_a_command_points_at_that_command() {
            int exitCode = run("doctor", "--fast");

            assertThat(exitCode).isEqualTo(2);
            assertThat(err.toString()).contains("--fast", "Try 'triskel doctor --help'");
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
                    .contains("should not happen", "odd", "TRISKEL_DEBUG")
                    .doesNotContain("\tat ");
        }

        @Test
        void the_stack_trace_is_shown_on_request() {
            runThrowing(new IllegalStateException("odd"), true);

            assertThat(err.toString()).contains("\tat ");
        }

        private int runThrowing(Exception thrown, boolean debug) {
            return Main.commandLine(new Installation(Path.of("/somewhere")), debug)
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

package io.triskel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.cloud.Clouds;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code load} and {@code bench}: commands of other modules, with arguments that are theirs. */
class LoadCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> started = new ArrayList<>();
    private int exitCode;

    @TempDir
    private Path home;

    @BeforeEach
    void lay_out_modules_that_are_built() throws IOException {
        for (String module : List.of(
                "loadtest/target-aws",
                "benchmarks/aws-clients",
                "loadtest/target-azure",
                "loadtest/target-gcp",
                "benchmarks")) {
            Files.createDirectories(home.resolve(module).resolve("target/classes"));
            Files.writeString(home.resolve(module).resolve("target/runtime.classpath"), "/lib.jar\n");
        }
    }

    private int load(String... arguments) {
        return Main.handingOn(new LoadCommand(Clouds.installed(), new Installation(home), this::start))
                .setResourceBundle(new CloudTexts(Clouds.installed()).forHelp())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private int bench(String... arguments) {
        return Main.handingOn(new BenchCommand(new Installation(home), this::start))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private int start(List<String> command) {
        started.addAll(command);
        return exitCode;
    }

    /** {@return what was started, without Java, its class path and the class} */
    private List<String> handedOn() {
        return started.subList(4, started.size());
    }

    @ParameterizedTest
    @CsvSource({
        "aws, ratios, io.triskel.target.aws.Ratios",
        "aws, languages, io.triskel.target.aws.LanguageRatios",
        "azure, ratios, io.triskel.target.azure.Ratios",
        "gcp, soak, io.triskel.target.gcp.soak.Soak",
        "gcp, function, io.triskel.target.gcp.PackFunction"
    })
    void a_measurement_is_started_with_the_class_path_of_its_module(String cloud, String measurement, String main) {
        assertThat(load(cloud, measurement)).isZero();

        assertThat(started.get(2)).endsWith("loadtest/target-" + cloud + "/target/classes:/lib.jar");
        assertThat(started.get(3)).isEqualTo(main);
        assertThat(handedOn()).isEmpty();
    }

    @Test
    void clients_are_compared_with_the_class_path_of_a_module_of_their_own() {
        load("aws", "clients", "netty");

        assertThat(started.get(2)).endsWith("benchmarks/aws-clients/target/classes:/lib.jar");
        assertThat(started.get(3)).isEqualTo("io.triskel.benchmarks.clients.Clients");
        assertThat(handedOn()).containsExactly("netty");
    }

    @Test
    void its_options_are_handed_on_as_they_are() {
        load("aws", "ratios", "--strict", "--json", "a file", "--rounds", "5", "publish", "@consume");

        assertThat(handedOn()).containsExactly("--strict", "--json", "a file", "--rounds", "5", "publish", "@consume");
    }

    @Test
    void its_exit_code_becomes_that_of_the_command() {
        exitCode = 7;

        assertThat(load("gcp", "soak")).isEqualTo(7);
    }

    @Nested
    class When_used_wrongly {
        @Test
        void an_unknown_cloud_or_measurement_starts_nothing() {
            assertThat(load("moon", "ratios")).isEqualTo(2);
            assertThat(load("aws", "dance")).isEqualTo(2);
            assertThat(load("azure", "clients")).isEqualTo(2);
            assertThat(load("aws")).isEqualTo(2);

            assertThat(err.toString())
                    .contains("unknown cloud 'moon'; known: aws, azure, gcp")
                    .contains("unknown measurement 'dance'; known: ratios, soak, function, and languages on aws, and"
                            + " clients on aws");
            assertThat(started).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"--help", "aws --help", "aws ratios --help", "aws soak --events 5 -h"})
        void help_is_given_wherever_it_is_asked_for(String arguments) {
            assertThat(load(arguments.split(" ", -1))).isZero();

            assertThat(out.toString()).contains("load CLOUD ratios", "--warm-ups N", "--events N");
            assertThat(started).isEmpty();
        }
    }

    @Nested
    class The_benchmarks {
        @Test
        void take_the_options_of_jmh_in_their_order() {
            bench("-f", "1", "-wi", "2", "-prof", "gc", "-jvmArgs", "-Xmx1g -Xms1g", "codec", "-e", "Load");

            assertThat(started.get(3)).isEqualTo("io.triskel.benchmarks.BenchmarkReport");
            assertThat(handedOn())
                    .containsExactly(
                            "-f", "1", "-wi", "2", "-prof", "gc", "-jvmArgs", "-Xmx1g -Xms1g", "codec", "-e", "Load");
        }

        @Test
        void are_all_run_without_any() {
            assertThat(bench()).isZero();

            assertThat(handedOn()).isEmpty();
        }

        @Test
        void help_names_the_options_and_starts_nothing() {
            assertThat(bench("-h")).isZero();

            assertThat(out.toString()).contains("Usage: bench", "-wi N", "-f N");
            assertThat(started).isEmpty();
        }
    }
}

package io.triskel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ContractsCommandTest {
    private final StringWriter err = new StringWriter();
    private final List<String> started = new ArrayList<>();
    private final List<String> documents = new ArrayList<>();

    @TempDir
    private Path home;

    @BeforeEach
    void lay_out_the_module_as_if_it_were_built() throws IOException {
        Path built = home.resolve("demo-order-pipeline/orders-driver/target");
        Files.createDirectories(built.resolve("classes"));
        Files.writeString(built.resolve("runtime.classpath"), "/lib.jar\n");
    }

    private int check(String... arguments) {
        return new CommandLine(new ContractsCommand.Check(new Installation(home), this::started))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler((thrown, command, parsed) -> Main.failed(thrown, command, false))
                .execute(arguments);
    }

    private int started(List<String> command) {
        started.addAll(command);
        List<String> given = command.subList(command.size() - 4, command.size() - 2);
        given.forEach(file -> documents.add(read(Path.of(file))));
        return 1;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private String file(String text) throws IOException {
        return Files.writeString(Files.createTempFile(home, "api", ""), text).toString();
    }

    @Test
    void json_and_yaml_are_handed_on_as_json_and_the_exit_code_is_handed_back() throws IOException {
        int status = check(
                file("{\"asyncapi\": \"3.0.0\"}"),
                file("asyncapi: 3.0.0\ninfo:\n  version: '1'\n  ratio: 1.50\n  tags: [a, true, null]\n"),
                "--mode",
                "forward",
                "--json");

        assertThat(status).isEqualTo(1);
        assertThat(started.subList(started.size() - 2, started.size())).containsExactly("forward", "json");
        assertThat(documents)
                .containsExactly(
                        "{\"asyncapi\": \"3.0.0\"}",
                        "{\"asyncapi\":\"3.0.0\",\"info\":{\"version\":\"1\",\"ratio\":1.50,\"tags\":[\"a\",true,null]}}");
    }

    @ParameterizedTest
    @CsvSource({
        "'a: [1', this is not YAML",
        "'a: &b 1', an anchor (&b) is not supported",
        "'a: 1\na: 2', appears twice",
        "'', the file is empty"
    })
    void a_file_that_is_neither_ends_with_2_and_says_why(String text, String why) throws IOException {
        assertThat(check(file("{}"), file(text))).isEqualTo(2);

        assertThat(err.toString()).contains(why);
        assertThat(started).isEmpty();
    }

    @Test
    void a_file_that_is_not_there_and_an_unknown_mode_end_with_2() throws IOException {
        assertThat(check(file("{}"), home.resolve("gone").toString())).isEqualTo(2);
        assertThat(check(file("{}"), home.toString())).isEqualTo(2);
        assertThat(check(file("{}"), file("{}"), "--mode", "sideways")).isEqualTo(2);
        assertThat(check(file("{}"))).isEqualTo(2);

        assertThat(err.toString())
                .contains(
                        "gone is not a readable file",
                        "unknown mode 'sideways'; known: backward, forward, full",
                        "Missing required parameter: 'NEW'");
    }
}

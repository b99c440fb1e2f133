package io.triskel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command against consoles that behave, and misbehave. */
class UiCommandTest {
    private final PrintedAddress err = new PrintedAddress();
    private final PipedOutputStream typing = new PipedOutputStream();

    private CompletableFuture<Integer> start(String behaviour, Map<String, String> environment, String... arguments)
            throws Exception {
        UiCommand command = new UiCommand(
                SignalledCli.TARGETS,
                (target, application) -> SignalledCli.fakeTarget(behaviour),
                environment,
                new PipedInputStream(typing),
                new Screen(true, true, true, false, 80));
        return CompletableFuture.supplyAsync(() -> new CommandLine(command)
                .setErr(err)
                .setExecutionExceptionHandler((thrown, line, parsed) -> Main.failed(thrown, line, false))
                .execute(Stream.concat(Stream.of("aws"), List.of(arguments).stream())
                        .toArray(String[]::new)));
    }

    private static int codeOf(CompletableFuture<Integer> run) throws Exception {
        return run.get(4, TimeUnit.MINUTES);
    }

    @Test
    void a_deployed_pipeline_is_for_reading_only() throws Exception {
        CompletableFuture<Integer> run = start("console", Map.of("TRISKEL_APP_TABLES", "orders"));

        String described = err.get("/api/console");
        String action = err.act("/api/aws/outbox/drain");
        String placed = err.act("/api/aws/orders");
        typing.close();

        assertThat(err.text()).startsWith("Page, for reading only: http://127.0.0.1:");
        assertThat(described)
                .contains(
                        "\"may\":\"read\"",
                        "\"environment\":\"aws\",\"act\":false,\"op\":\"console\",\"lane\":\"aws\"");
        assertThat(action).contains("\"error\":\"read-only\"");
        assertThat(placed).contains("\"error\":\"read-only\"");
        assertThat(codeOf(run)).isZero();
    }

    @Test
    void its_actions_are_allowed_on_demand() throws Exception {
        CompletableFuture<Integer> run = start("console", Map.of("TRISKEL_APP_TABLES", "orders"), "--act");

        String described = err.get("/api/console");
        String action = err.act("/api/aws/outbox/drain");
        String placed = err.act("/api/aws/orders");
        typing.close();

        assertThat(err.text()).startsWith("Page: http://127.0.0.1:").doesNotContain("secret");
        assertThat(described).contains("\"may\":\"act\"", "\"act\":true");
        assertThat(action).contains("\"asked\"");
        assertThat(placed).contains("\"asked\"");
        assertThat(codeOf(run)).isZero();
    }

    @Test
    void without_a_place_nothing_is_started() throws Exception {
        assertThat(codeOf(start("console", Map.of()))).isEqualTo(1);

        assertThat(err.text()).contains("the environment does not say where the pipeline is");
    }

    @Test
    void a_console_that_says_why_it_does_not_start_is_quoted() throws Exception {
        assertThat(codeOf(start("refuses", Map.of("TRISKEL_APP_TABLES", "orders"))))
                .isEqualTo(1);

        assertThat(err.text()).contains("target aws: cannot write to /x");
    }

    @Test
    void an_application_that_is_not_packaged_says_how_to_package_it(@TempDir Path folder) throws Exception {
        assertThat(codeOf(start("console", Map.of("TRISKEL_APP_TABLES", "shop"), "--app", folder.toString())))
                .isEqualTo(1);

        assertThat(err.text()).contains("there is no package for aws", "mvn -q -Paws -DskipTests package");
    }
}

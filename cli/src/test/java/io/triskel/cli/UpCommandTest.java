package io.triskel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command against clouds that behave, and misbehave. */
class UpCommandTest {
    private static final Screen TERMINAL = new Screen(true, true, true, false, 80);

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String behaviour, InputStream input, String... arguments) {
        return execute(new UpCommand(SignalledCli.TARGETS, SignalledCli.up(behaviour), input, TERMINAL), arguments);
    }

    private int execute(UpCommand command, String... arguments) {
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((thrown, line, parsed) -> Main.failed(thrown, line, false))
                .execute(arguments);
    }

    private static InputStream nothing() {
        return new ByteArrayInputStream(new byte[0]);
    }

    @Test
    void what_to_set_in_another_shell_is_printed_and_the_end_of_input_ends_it() throws Exception {
        CountDownLatch shown = new CountDownLatch(1);
        PipedOutputStream typing = new PipedOutputStream();
        PipedInputStream input = new PipedInputStream(typing);
        Thread person = new Thread(() -> closeWhen(shown, typing));
        person.start();
        StringWriter printed = new StringWriter() {
            @Override
            public void flush() {
                if (toString().contains("Ctrl-C")) {
                    shown.countDown();
                }
            }
        };

        int exitCode = new CommandLine(new UpCommand(SignalledCli.TARGETS, SignalledCli.up("stays"), input, TERMINAL))
                .setOut(new PrintWriter(printed, true))
                .setErr(new PrintWriter(err, true))
                .execute("aws", "--no-pipeline");

        assertThat(exitCode).isZero();
        assertThat(printed.toString())
                .contains("export AWS_REGION=us-east-1\n", "# Kinesis: stream orders\n")
                .contains("export CONNECTION='Host=x;Key=it'\\''s='\n")
                .contains("pipeline:false", "style:orchestration");
    }

    @Test
    void a_signal_ends_it_with_0_and_an_end_of_input_that_nobody_typed_does_not(@TempDir Path folder) throws Exception {
        try (SignalledCli cli = SignalledCli.up(folder)) {
            cli.awaitErr("Try, in another shell");

            cli.interrupt();

            assertThat(cli.exitCode()).isZero();
            assertThat(cli.isTargetAlive()).isFalse();
            assertThat(folder.resolve("out")).content().endsWith("# Ctrl-C stops all.\n");
        }
    }

    @Test
    void calls_to_copy_are_on_standard_error() {
        run("stays", nothing(), "aws");

        assertThat(err.toString())
                .contains("Try, in another shell (the first look at an order waits until the order is found):\n")
                .contains("\nTOKEN='it'\\''s'\n", "http://127.0.0.1:80/orders\n")
                .contains("\"lines\":[{\"product\":\"P-1001\",\"price\":1")
                .contains(
                        "\ncurl -fs --retry 9 --retry-delay 1 --retry-all-errors -H \"x-key: $TOKEN\""
                                + " http://127.0.0.1:80/orders/O-1\n",
                        "\ncurl -H \"x-key: $TOKEN\" http://127.0.0.1:80/orders\n")
                .doesNotContain("/products");
        assertThat(out.toString()).contains("empty:false").doesNotContain("curl");
    }

    @Test
    void a_credential_that_is_a_word_by_itself_is_set_once_too() {
        List<String> calls = FirstCalls.of(
                "http://127.0.0.1:80",
                List.of("--aws-sigv4", "aws:amz:us-east-1:lambda", "--user", "key:secret"),
                false);

        assertThat(calls).first().isEqualTo("TOKEN=key:secret");
        assertThat(calls)
                .last()
                .isEqualTo("curl --aws-sigv4 aws:amz:us-east-1:lambda --user \"$TOKEN\" http://127.0.0.1:80/orders");
    }

    /** A server that finds the order at the third look only. */
    @Test
    void the_lines_pasted_at_once_end_with_the_order(@TempDir Path folder) throws Exception {
        AtomicInteger looks = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean opened = "Bearer it's".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            boolean found = !exchange.getRequestURI().getPath().equals("/orders/O-1") || looks.incrementAndGet() > 2;
            byte[] body = (opened ? found ? "found" : "not yet" : "closed").getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(found ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
            Path script = Files.write(
                    folder.resolve("pasted"), FirstCalls.of(url, List.of("-H", "Authorization: Bearer it's"), false));
            Process shell = new ProcessBuilder("sh", script.toString())
                    .redirectError(folder.resolve("err").toFile())
                    .start();

            String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(shell.waitFor()).isZero();
            assertThat(said).isEqualTo("foundfoundfound");
            assertThat(looks).hasValue(3);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void an_empty_pipeline_gets_its_product_by_the_same_calls() {
        run("stays", nothing(), "aws", "--empty");

        assertThat(err.toString()).contains("http://127.0.0.1:80/products\n", "http://127.0.0.1:80/stock\n");
        assertThat(out.toString()).contains("empty:true");
    }

    @Test
    void the_product_of_these_calls_is_the_first_of_the_committed_input() throws IOException {
        Path committed = Installation.of(Map.of(), Path.of("")).home().resolve("demo-order-pipeline/orders.jsonl");

        try (Stream<String> lines = Files.lines(committed)) {
            assertThat(lines.findFirst())
                    .hasValueSatisfying(line -> assertThat(line)
                            .contains(
                                    "\"kind\":\"product\",\"product\":\"" + FirstCalls.PRODUCT + "\",\"version\":1,"));
        }
    }

    private static void closeWhen(CountDownLatch shown, PipedOutputStream typing) {
        try {
            boolean seen = shown.await(4, TimeUnit.MINUTES);
            typing.close();
            assertThat(seen).isTrue();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_cloud_that_dies_is_told_with_its_last_words() {
        assertThat(run("dies", new PipedInputStream(), "aws")).isEqualTo(1);

        assertThat(err.toString()).contains("target aws ended with code 7", "something is wrong");
    }

    @Test
    void a_cloud_that_says_why_it_does_not_start_is_quoted() {
        assertThat(run("refuses", nothing(), "aws")).isEqualTo(1);

        assertThat(err.toString()).contains("target aws: cannot write to /x").doesNotContain("\tat ");
    }

    @Test
    void an_unknown_cloud_is_wrong_usage() {
        assertThat(run("stays", nothing(), "memory")).isEqualTo(2);

        assertThat(err.toString()).contains("unknown cloud 'memory'; known: aws, azure, gcp");
    }

    @Test
    void a_page_needs_the_pipeline() {
        assertThat(run("stays", nothing(), "aws", "--ui", "--no-pipeline")).isEqualTo(2);

        assertThat(err.toString()).contains("--ui needs the pipeline, and --no-pipeline starts none");
    }

    @Test
    void a_page_is_the_clouds_own_console_and_may_act() throws Exception {
        PipedOutputStream typing = new PipedOutputStream();
        PrintedAddress printed = new PrintedAddress();
        UpCommand command =
                new UpCommand(SignalledCli.TARGETS, SignalledCli.up("shows"), new PipedInputStream(typing), TERMINAL);
        CompletableFuture<Integer> code = CompletableFuture.supplyAsync(() -> new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(printed)
                .execute("aws", "--ui"));

        String described = printed.get("/api/console");
        typing.close();

        assertThat(described).contains("\"may\":\"act\"", "\"console\":\"aws\"");
        assertThat(code.get(4, TimeUnit.MINUTES)).isZero();
    }

    /** {@return a project that has built a package} */
    private static String project(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("target/aws"));
        Files.createFile(folder.resolve("target/shop-aws.zip"));
        Files.createFile(folder.resolve("target/aws/functions.jar"));
        return folder.toString();
    }

    @Test
    void the_page_of_an_application_is_a_process_of_its_own_with_the_clouds_variables(@TempDir Path folder)
            throws Exception {
        PipedOutputStream typing = new PipedOutputStream();
        PrintedAddress printed = new PrintedAddress();
        UpCommand command =
                new UpCommand(SignalledCli.TARGETS, SignalledCli.up("stays"), new PipedInputStream(typing), TERMINAL);
        String project = project(folder);
        CompletableFuture<Integer> code = CompletableFuture.supplyAsync(() -> new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(printed)
                .execute("aws", "--app", project, "--ui"));

        String described = printed.get("/api/console");
        typing.close();

        assertThat(described)
                .contains(
                        "\"may\":\"act\"",
                        "\"environment\":\"local aws\",\"deployed\":false,\"act\":true",
                        "\"region\":\"us-east-1\"");
        assertThat(code.get(4, TimeUnit.MINUTES)).isZero();
    }

    @Test
    void an_application_gets_the_style_and_the_faults_that_are_asked_for(@TempDir Path folder) throws Exception {
        String project = project(folder);

        assertThat(run("stays", nothing(), "aws", "--app", project, "--style", "jazz", "--faults"))
                .isZero();
        assertThat(run("stays", nothing(), "aws", "--app", project)).isZero();

        assertThat(out.toString().lines().filter(line -> line.contains("START")))
                .satisfiesExactly(
                        wanted -> assertThat(wanted).contains("style:jazz", "faults:true"),
                        plain -> assertThat(plain).doesNotContain("style", "faults"));
    }

    @Test
    void faults_of_the_order_pipeline_are_those_of_the_demo() {
        assertThat(run("stays", nothing(), "aws", "--faults")).isEqualTo(2);

        assertThat(err.toString())
                .contains("--faults needs --app; for the order pipeline there is './triskel demo --chaos'");
    }

    @Test
    void an_unknown_style_is_wrong_usage() {
        assertThat(run("stays", nothing(), "aws", "--style", "jazz")).isEqualTo(2);

        assertThat(err.toString()).contains("unknown style 'jazz'");
    }

    @Test
    void a_cloud_that_is_not_built_says_how_to_build_it(@TempDir Path folder) {
        assertThat(execute(new UpCommand(SignalledCli.TARGETS, new Installation(folder)), "aws"))
                .isEqualTo(1);

        assertThat(err.toString()).contains("target-aws is not built", "./triskel");
    }
}

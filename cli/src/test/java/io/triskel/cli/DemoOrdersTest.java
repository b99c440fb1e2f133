package io.triskel.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** How many orders a run of the demo takes; the targets count the lines that they get. */
class DemoOrdersTest {
    private static final String PRODUCT = "{\"kind\":\"product\",\"product\":\"P-1\"}";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private InputStream typed = InputStream.nullInputStream();
    private String cloud = "works";

    @TempDir
    private Path home;

    private Path committed;

    @BeforeEach
    void lay_out_a_catalogue_and_400_orders() throws IOException {
        committed = Files.createDirectories(home.resolve("demo-order-pipeline")).resolve("orders.jsonl");
        List<String> lines = new ArrayList<>(List.of(PRODUCT));
        for (int i = 1; i <= 400; i++) {
            lines.add(order(i));
        }
        Files.write(committed, lines);
    }

    private static String order(int number) {
        return "{\"kind\":\"order\",\"order\":\"O-" + number + "\"}";
    }

    private static String cancellation(int number) {
        return "{\"kind\":\"cancel\",\"order\":\"O-" + number + "\"}";
    }

    private int run(String... arguments) {
        return new CommandLine(new DemoCommand(
                        SignalledCli.TARGETS,
                        new Installation(home),
                        target -> SignalledCli.fakeTarget(target.equals(Target.MEMORY) ? "works" : cloud),
                        Screen.of(Map.of()),
                        typed))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((thrown, command, parsed) -> Main.failed(thrown, command, false))
                .execute(arguments);
    }

    private JsonNode ran(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        assertThat(run(all.toArray(String[]::new))).as(err.toString()).isZero();
        return new ObjectMapper().readTree(out.toString());
    }

    @Nested
    class Without_a_number {
        @Test
        void a_cloud_gets_the_first_300_orders_and_it_says_so_before_and_after() {
            assertThat(run("--target", "gcp")).isZero();

            assertThat(err.toString()).startsWith("300 of 400 orders; --orders 400 runs all.\n");
            assertThat(out.toString()).contains("\n300 of 400 orders; --orders 400 runs all.\n");
        }

        @Test
        void a_cloud_is_compared_with_the_same_300_in_memory() throws IOException {
            JsonNode result =
                    ran("--target", "gcp", "--out", home.resolve("out").toString());

            assertThat(result.path("differencesToMemory").isArray()).isTrue();
            assertThat(result.path("differencesToMemory")).isEmpty();
            assertThat(home.resolve("out/memory/orders.jsonl")).exists();
        }

        @Test
        void a_cloud_that_ends_an_order_otherwise_than_memory_is_told_and_it_ends_with_1() {
            cloud = "ends-otherwise";

            assertThat(run("--target", "gcp")).isEqualTo(1);

            assertThat(out.toString()).contains("\n  gcp differs from memory in order o-1\n");
        }

        @Test
        void a_cloud_that_ends_like_memory_is_said_to() {
            run("--target", "gcp");

            assertThat(out.toString()).contains("Versus memory").contains("every order ended in the same state");
        }

        @Test
        void an_input_of_yours_may_end_otherwise_in_memory() throws IOException {
            cloud = "ends-otherwise";

            assertThat(ran("--target", "gcp", "--input", committed.toString()).has("differencesToMemory"))
                    .isFalse();
        }

        @Test
        void every_target_of_several_gets_the_same_300() throws IOException {
            JsonNode targets = ran("--target", "all").path("targets");

            assertThat(targets)
                    .hasSize(4)
                    .allSatisfy(
                            target -> assertThat(target.path("lines").asInt()).isEqualTo(301));
            assertThat(err.toString()).contains("300 of 400 orders");
        }

        @Test
        void the_table_of_several_says_how_many_there_are() {
            run("--target", "memory,gcp");

            assertThat(out.toString()).contains("\n300 of 400 orders; --orders 400 runs all.\n");
        }

        @Test
        void memory_alone_gets_all_without_a_word() throws IOException {
            assertThat(ran().path("lines").asInt()).isEqualTo(401);
            assertThat(err.toString()).isEmpty();
        }

        @Test
        void an_input_that_is_named_is_run_whole_on_every_target() throws IOException {
            assertThat(ran("--target", "gcp", "--input", committed.toString())
                            .path("lines")
                            .asInt())
                    .isEqualTo(401);
            assertThat(err.toString()).isEmpty();
        }
    }

    @Nested
    class With_a_number {
        @ParameterizedTest
        @CsvSource({"memory, 1, 2", "memory, 400, 401", "gcp, 36, 37", "gcp, 400, 401"})
        void so_many_orders_are_run(String target, String orders, int lines) throws IOException {
            assertThat(ran("--target", target, "--orders", orders).path("lines").asInt())
                    .isEqualTo(lines);
        }

        @Test
        void what_belongs_to_an_order_comes_with_it_and_what_follows_the_last_does_not() throws IOException {
            Path input = Files.write(
                    home.resolve("mine.jsonl"),
                    List.of(
                            order(1),
                            order(1),
                            order(2),
                            cancellation(2),
                            "broken",
                            order(3),
                            "broken",
                            cancellation(3),
                            PRODUCT,
                            cancellation(1)));

            // Both orders, the repeated one, both cancellations, the first broken line and the product.
            assertThat(ran("--input", input.toString(), "--orders", "2")
                            .path("lines")
                            .asInt())
                    .isEqualTo(7);
            assertThat(err.toString()).startsWith("2 of 3 orders; --orders 3 runs all.\n");
        }

        @Test
        void standard_input_may_be_the_input_and_is_not_left_lying_about() throws IOException {
            typed = new ByteArrayInputStream((order(1) + "\n" + order(2) + "\n").getBytes(StandardCharsets.UTF_8));

            assertThat(ran("--input", "-", "--orders", "1").path("lines").asInt())
                    .isEqualTo(1);
            assertThat(home.resolve("target/demo")).isDirectoryNotContaining("glob:**/standard-input*");
        }

        @ParameterizedTest
        @ValueSource(strings = {"0", "-1", "401"})
        void one_that_the_file_does_not_have_is_wrong_usage(String orders) {
            assertThat(run("--target", "gcp", "--orders", orders)).isEqualTo(2);

            assertThat(err.toString())
                    .contains("--orders must be 1 to 400, the number of orders in " + committed + ", not " + orders);
        }

        @Test
        void a_word_is_wrong_usage() {
            assertThat(run("--orders", "many")).isEqualTo(2);

            assertThat(err.toString()).contains("'--orders'", "many");
        }

        @Test
        void an_input_without_an_order_has_none_to_choose() throws IOException {
            Files.writeString(committed, PRODUCT + "\n");

            assertThat(run("--orders", "1")).isEqualTo(2);
            assertThat(err.toString()).contains("--orders needs an input with orders; " + committed + " has none");
        }
    }

    @Nested
    class Of_the_committed_file {
        private final Path file =
                Installation.of(Map.of(), Path.of("")).home().resolve("demo-order-pipeline/orders.jsonl");

        @Test
        void the_first_300_orders_keep_every_kind_of_line_and_of_ending() {
            try (DemoInput few = DemoInput.of(file, InputStream.nullInputStream(), home, false)
                            .few();
                    InputFile lines = few.lines()) {
                List<String> texts = new ArrayList<>();
                for (var line = lines.next(); line.isPresent(); line = lines.next()) {
                    texts.add(line.get().text().orElseThrow());
                }

                assertThat(few.note()).hasValue("300 of 1,200 orders; --orders 1200 runs all.");
                assertThat(texts.stream().filter(text -> text.contains("\"kind\":\"product\"")))
                        .hasSize(87);
                assertThat(texts.stream().filter(text -> text.contains("\"kind\":\"stock\"")))
                        .hasSize(77);
                assertThat(texts.stream().filter(text -> text.contains("\"kind\":\"cancel\"")))
                        .hasSizeGreaterThan(5);
                assertThat(texts.stream().filter(text -> text.contains("\"answers\":false")))
                        .as("payments without an answer")
                        .hasSizeGreaterThan(5);
                assertThat(texts.stream().filter(text -> text.contains("\"P-9999\"") || text.contains("\"price\":77")))
                        .as("orders that are rejected")
                        .isNotEmpty();
            }
        }
    }
}

package io.triskel.orders.engines;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.local.NodeTools;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ./triskel export} prints; {@code -Dtriskel.golden.accept=true} writes the copies in docs/engines anew. */
class ExportFulfilmentTest {
    /** Compiled and packaged as it is printed. */
    private static final String ORCHESTRATION =
            "demo-order-pipeline/order-azure-engine/src/main/java/io/triskel/orders/azure/FulfilmentOrchestration.java";

    private static final Pattern SHOWN = Pattern.compile("```(?:json|java)\n(.*?)```", Pattern.DOTALL);

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int export(String... arguments) {
        return ExportFulfilment.run(
                List.of(arguments),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static Path committed(String file) {
        return NodeTools.projectRoot().resolve(file);
    }

    @ParameterizedTest
    @CsvSource({
        "asl, docs/engines/fulfilment.asl.json",
        "durable-functions, " + ORCHESTRATION,
        "workflows, docs/engines/fulfilment.workflow.json",
    })
    void the_definition_alone_is_printed_as_it_is_committed(String format, String file) throws IOException {
        Path golden = committed(file);

        assertThat(export(format)).isZero();

        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        if (Boolean.getBoolean("triskel.golden.accept")) {
            Files.createDirectories(golden.getParent());
            Files.write(golden, out.toByteArray());
        }
        assertThat(out.toString(StandardCharsets.UTF_8))
                .as("run with -Dtriskel.golden.accept=true to write " + golden + " anew")
                .isEqualTo(Files.readString(golden));
    }

    @Test
    void what_the_readme_of_the_engines_quotes_is_in_a_definition() throws IOException {
        Matcher quoted = SHOWN.matcher(Files.readString(NodeTools.projectRoot().resolve("eda-engines/README.md")));
        List<String> quotes = quoted.results().map(found -> found.group(1)).toList();
        String all = Files.readString(committed("docs/engines/fulfilment.asl.json"))
                + Files.readString(committed(ORCHESTRATION))
                + Files.readString(committed("docs/engines/fulfilment.workflow.json"));

        assertThat(quotes)
                .hasSizeGreaterThanOrEqualTo(3)
                .allSatisfy(quote -> assertThat(unindented(all)).contains(unindented(quote)));
    }

    private static String unindented(String text) {
        return text.replaceAll("(?m)^ +", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "moon", "asl workflows"})
    void other_arguments_are_refused_with_what_is_known(String arguments) {
        assertThat(export(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1)))
                .isEqualTo(2);

        assertThat(out.size()).isZero();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("asl, durable-functions, workflows");
    }
}

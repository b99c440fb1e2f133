package io.triskel.load.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.triskel.load.report.words.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the study says of workflow engines is what the committed sizing of the bank says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrchestrationFiguresTest {
    /** 40 orders a second, in 730 hours. */
    private static final double MILLION_ORDERS = 40 * 730 * 3_600 / 1e6;

    private final List<String> sizing;
    private final FigureBook figures = StudyHome.DATA.figures();

    OrchestrationFiguresTest() throws IOException {
        sizing = Files.readAllLines(StudyHome.TOP.resolve("docs/results/size-bank-orders.txt"));
    }

    private Figure figure(String id) {
        return figures.find(id).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "engine.step-functions-standard, Step Functions Standard",
        "engine.lambda-durable, Lambda durable",
        "engine.durable-functions, Durable Functions",
        "engine.workflows, Workflows"
    })
    void a_million_orders_on_an_engine_cost_what_size_says(String id, String name) {
        assertThat(figure(id).in(Language.ENGLISH)).endsWith(" USD per million orders");
        assertThat(sizing)
                .anyMatch(line -> Pattern.matches(
                        "  [a-z]+ +" + name + " +" + Pattern.quote(figure(id).bare(Language.ENGLISH)) + "  .*", line));
    }

    @ParameterizedTest
    @CsvSource({
        "engine.transitions, 8.9 transitions",
        "engine.operations, 12.6 operations",
        "engine.storage-operations, 76 storage operations",
        "engine.steps, 40.8 steps"
    })
    void what_an_order_makes_an_engine_do_is_what_size_says(String id, String text) {
        double counted = figure(id).range().orElseThrow().likely();

        assertThat(counted).isCloseTo(Double.parseDouble(text.substring(0, text.indexOf(' '))), within(0.5));
        assertThat(figure(id).in(Language.ENGLISH)).endsWith(text.substring(text.indexOf(' ')));
        assertThat(sizing).anyMatch(line -> line.contains("  " + text));
    }

    @ParameterizedTest
    @CsvSource({
        "orchestration.stores-aws, DynamoDB",
        "orchestration.stores-azure, Table",
        "orchestration.stores-gcp, Firestore"
    })
    void the_stores_part_of_an_order_is_what_size_says(String id, String store) {
        double month = amounts(store).mapToDouble(Double::doubleValue).sum();

        assertThat(figure(id).range().orElseThrow().likely()).isCloseTo(month / MILLION_ORDERS, within(0.001));
    }

    private Stream<Double> amounts(String store) {
        Pattern item = Pattern.compile("  store +" + store + " (?:reads|writes|deletes|operations) +([0-9.,]+) .*");
        return sizing.stream()
                .map(item::matcher)
                .filter(Matcher::matches)
                .map(found -> Double.parseDouble(found.group(1).replace(",", "")));
    }
}

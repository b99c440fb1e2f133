package io.triskel.load.size.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.load.size.plan.Need;
import io.triskel.load.size.plan.Needs;
import io.triskel.load.size.plan.Terms;
import io.triskel.load.size.plan.Traffic;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/requests.md} shows the figures, which the adapters' tests measure. */
class RequestsTest {
    private static final Path DOCUMENT = Path.of("../../docs/requests.md");
    private static final String ACCEPT = "triskel.golden.accept";
    private static final String HEAD = """
            | operation | store | reads | writes | in sequence | units read | units written | units deleted | bytes kept |
            |---|---|---|---|---|---|---|---|---|
            """;
    private static final List<String> FIGURES =
            List.of("reads", "writes", "inSequence", "readUnits", "writeUnits", "deleteUnits", "bytes");
    private static final String HEAD_OF_ORDER = """
            | an order | units read | units written | units deleted | bytes kept for good | while remembered |
            |---|---|---|---|---|---|
            """;

    private final Requests requests = Requests.measured();

    @Test
    void the_document_shows_the_figures() throws IOException {
        String text = Files.readString(DOCUMENT);
        String shown = with(with(text, "| operation |", table()), "| an order |", ofOrder());

        if (Boolean.getBoolean(ACCEPT)) {
            Files.writeString(DOCUMENT, shown);
        }

        assertThat(Files.readString(DOCUMENT))
                .as("run with -D" + ACCEPT + "=true to write the table anew")
                .isEqualTo(shown);
    }

    private static String with(String text, String head, String table) {
        int from = text.indexOf(head);
        int to = text.indexOf("\n\n", from) + 1;
        return text.substring(0, from) + table + text.substring(to);
    }

    private static String table() throws IOException {
        StringBuilder table = new StringBuilder(HEAD);
        try (InputStream data = Requests.class.getResourceAsStream("/io/triskel/load/size/requests.json")) {
            for (JsonNode row : new ObjectMapper().readTree(data).get("table")) {
                table.append("| ").append(row.get("operation").asText());
                table.append(" | ").append(row.get("store").asText()).append(" |");
                FIGURES.forEach(figure ->
                        table.append(' ').append(cell(row.path(figure))).append("|"));
                table.append('\n');
            }
        }
        return table.toString();
    }

    private static String cell(JsonNode figure) {
        if (figure.isMissingNode()) {
            return "";
        }
        return (figure.isIntegralNumber() ? String.format(Locale.ROOT, "%,d", figure.longValue()) : figure.asText())
                + " ";
    }

    private String ofOrder() {
        StringBuilder table = new StringBuilder(HEAD_OF_ORDER);
        for (String store : List.of("DynamoDB", "Table Storage", "Firestore")) {
            Requests.PerOrder order = requests.perOrder(store);
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %.1f | %.1f | %.1f | %,.0f | %,.0f |\n",
                    store,
                    order.reads().likely(),
                    order.writes().likely(),
                    order.deletes().likely(),
                    order.kept().forGood(),
                    order.kept().whileRemembered()));
        }
        return table.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DynamoDB", "Table Storage", "Firestore"})
    void an_order_costs_some_dozens_of_units_on_each_store(String store) {
        Requests.PerOrder order = requests.perOrder(store);

        assertThat(order.reads().likely()).isBetween(10.0, 80.0);
        assertThat(order.writes().likely()).isBetween(20.0, 140.0);
        assertThat(order.writes().high()).isGreaterThan(order.writes().low());
    }

    @Test
    void a_kibibyte_more_of_an_event_costs_units_on_dynamodb_alone() {
        assertThat(requests.perKibibyte("DynamoDB").writes()).isPositive();
        assertThat(requests.perKibibyte("Table Storage").writes()).isZero();
        assertThat(requests.perKibibyte("Firestore").writes()).isZero();
    }

    /** 50 of 100 events: about half of the 15 units of DynamoDB, and half of the 100 documents of Firestore. */
    @Test
    void a_read_of_more_events_costs_what_lies_between_measured_reads() {
        Work half = new Work(1, Map.of(), Map.of(50, 1L));

        assertThat(requests.of("DynamoDB", half).reads()).isCloseTo(7.9, within(0.1));
        assertThat(requests.of("Table Storage", half).reads()).isEqualTo(1);
        assertThat(requests.of("Firestore", half).reads()).isCloseTo(50, within(0.1));
    }

    /** Two commands on one stream, by hand from the table. */
    @Test
    void work_costs_the_sum_of_its_operations() {
        Work two = new Work(1, Map.of("first commits of streams", 1L, "further commits", 1L), Map.of(0, 1L, 1, 1L));
        double each = requests.of("Firestore", new Work(1, Map.of("further commits", 1L), Map.of()))
                .writes();

        assertThat(requests.of("Firestore", two).writes()).isEqualTo(2 * each);
        assertThat(requests.of("Firestore", two).reads()).isEqualTo(1 + 1);
    }

    @Test
    void what_is_kept_twice_as_long_is_twice_as_much() {
        Need year = Needs.example(1024).with(Traffic.ofOrders(), true);
        Terms terms = year.terms();
        Need two = year.with(new Terms(terms.replay(), terms.kept().multipliedBy(2), terms.objective(), terms.logs()));

        double once = Stored.bytes(year, requests, "DynamoDB");
        double remembered = year.ordersAnHour()
                * year.retentionHours()
                * requests.perOrder("DynamoDB").kept().whileRemembered();

        assertThat(Stored.bytes(two, requests, "DynamoDB") - remembered)
                .isCloseTo(2 * (once - remembered), within(1.0));
    }
}

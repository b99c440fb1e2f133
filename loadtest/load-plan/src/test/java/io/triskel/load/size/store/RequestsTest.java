package io.triskel.load.size.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code docs/requests.md} shows the figures, which the adapters' tests measure. */
class RequestsTest {
    private static final Path DOCUMENT = Path.of("../../docs/requests.md");
    private static final String ACCEPT = "triskel.golden.accept";
    private static final String HEAD =
            "| operation | store | reads | writes | in sequence | units read | units written |"
                    + " units deleted | bytes kept |\n|---|---|---|---|---|---|---|---|---|\n";
    private static final List<String> FIGURES =
            List.of("reads", "writes", "inSequence", "readUnits", "writeUnits", "deleteUnits", "bytes");
    private static final Pattern DONE =
            Pattern.compile("([0-9,]+) (commits|steps of sagas|events behind an inbox|rows of the view)");

    private final Requests requests = Requests.measured();

    @Test
    void the_document_shows_the_figures() throws IOException {
        String text = Files.readString(DOCUMENT);
        int from = text.indexOf("| operation |");
        int to = text.indexOf("\n\n", from) + 1;
        String shown = text.substring(0, from) + table() + text.substring(to);

        if (Boolean.getBoolean(ACCEPT)) {
            Files.writeString(DOCUMENT, shown);
        }

        assertThat(Files.readString(DOCUMENT))
                .as("run with -D" + ACCEPT + "=true to write the table anew")
                .isEqualTo(shown);
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

    @Test
    void has_what_the_document_says_that_the_demonstrator_does() throws IOException {
        String text = Files.readString(DOCUMENT).replaceAll("\\s+", " ");
        Map<String, Double> documented = new HashMap<>();
        Matcher done = DONE.matcher(text);
        while (done.find()) {
            documented.put(done.group(2), Double.parseDouble(done.group(1).replace(",", "")));
        }

        assertThat(requests.done()).isEqualTo(documented);
        assertThat(text).contains("(1,139 orders)");
        assertThat(requests.orders()).isEqualTo(1139);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DynamoDB", "Table Storage", "Firestore"})
    void an_order_costs_some_dozens_of_requests_on_each_store(String store) {
        Requests.PerOrder order = requests.perOrder(store);

        assertThat(order.reads().likely()).isBetween(10.0, 30.0);
        assertThat(order.writes().likely()).isBetween(20.0, 90.0);
        assertThat(order.writes().high()).isGreaterThan(order.writes().low());
    }
}

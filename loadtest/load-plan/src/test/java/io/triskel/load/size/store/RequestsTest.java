package io.triskel.load.size.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.size.store.Requests.Count;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our copy of {@code docs/requests.md}, whose figures the adapters' tests measure. */
class RequestsTest {
    private static final Path DOCUMENT = Path.of("../../docs/requests.md");
    private static final Pattern ROW =
            Pattern.compile("\\| (.*?) \\| (DynamoDB|Table Storage|Firestore) \\| (\\d+) \\| (\\d+) \\|.*");
    private static final Pattern DONE =
            Pattern.compile("([0-9,]+) (commits|steps of sagas|events behind an inbox|rows of the view)");

    private final Requests requests = Requests.measured();

    @Test
    void has_the_figures_of_the_document() throws IOException {
        Map<String, Count> documented = new HashMap<>();
        for (String line : Files.readAllLines(DOCUMENT)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                documented.put(
                        row.group(1) + "@" + row.group(2),
                        new Count(Double.parseDouble(row.group(3)), Double.parseDouble(row.group(4))));
            }
        }

        assertThat(requests.table()).isNotEmpty().isEqualTo(documented);
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

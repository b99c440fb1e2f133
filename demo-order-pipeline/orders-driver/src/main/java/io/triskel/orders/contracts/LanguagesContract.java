package io.triskel.orders.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.orders.ordering.OrderEvent;
import io.triskel.orders.pipeline.OrderTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Consumers in other languages end in the same outcome as Java's in memory, with faults. */
public abstract class LanguagesContract {
    private static final String SUSPECTED = "orders.fraud-suspected.v1";

    private final Class<?> target;
    private final Class<?> reference;
    private final String languages;

    /**
     * Compares a target with one in memory.
     *
     * @param languages as they are asked for
     */
    protected LanguagesContract(Class<?> target, Class<?> reference, String languages) {
        this.target = target;
        this.reference = reference;
        this.languages = languages;
    }

    @Test
    final void with_chaos_consumers_in_other_languages_come_to_the_same_as_java_in_memory(@TempDir Path out)
            throws Exception {
        Talk.Outcome memory = Talk.run(reference, FewOrders.withSeveralCards(), "", out.resolve("memory"));

        Talk.Outcome others = Talk.run(
                target,
                FewOrders.withSeveralCards(),
                "\"chaos\":true,\"seed\":5,\"languages\":\"" + languages + "\",",
                out.resolve("others"));

        Map<String, Long> events = events(others.summary());
        boolean checked = languages.contains("fraud");
        Set<String> suspects = suspects(out.resolve("memory/events.jsonl"));
        assertThat(suspects).hasSize(2);
        assertThat(customers(out.resolve("others/events.jsonl"))).isEqualTo(checked ? suspects : Set.of());
        assertThat(events.remove(SUSPECTED)).isEqualTo(checked ? (Long) 2L : null);
        assertThat(events).isEqualTo(events(memory.summary()));
        assertThat(others.orders()).isEqualTo(memory.orders());
        assertThat(others.revenue()).isEqualTo(memory.revenue());
        assertThat(others.exitCode()).isZero();
        FewOrders.SAME_EVERYWHERE.stream()
                .filter(figure -> !figure.equals("eventsByType"))
                .forEach(figure -> assertThat(others.summary().path(figure))
                        .as(figure)
                        .isEqualTo(memory.summary().path(figure)));
        assertThat(others.summary().path("cloud").path("refused"))
                .as("permissions that the manifest does not have")
                .isEmpty();
        assertThat(others.summary().path("cloud").path("killed").asInt()).isPositive();
    }

    private static Map<String, Long> events(JsonNode summary) {
        Map<String, Long> events = new TreeMap<>();
        summary.path("eventsByType")
                .properties()
                .forEach(type -> events.put(type.getKey(), type.getValue().asLong()));
        return events;
    }

    /** The rule of the check in Python, over the events of a run without it: three different cards of one customer. */
    private static Set<String> suspects(Path events) throws IOException {
        Map<String, Set<String>> cards = new TreeMap<>();
        String placed = OrderTypes.registry()
                .requireTypeOf(OrderEvent.OrderPlaced.class)
                .wire();
        for (JsonNode event : read(events)) {
            if (event.path("type").asText().equals(placed)) {
                JsonNode data = event.path("data");
                cards.computeIfAbsent(data.path("customer").asText(), customer -> new HashSet<>())
                        .add(data.path("card").path("number").asText());
            }
        }
        cards.values().removeIf(several -> several.size() < 3);
        return cards.keySet();
    }

    private static Set<String> customers(Path events) throws IOException {
        Set<String> customers = new TreeSet<>();
        for (JsonNode event : read(events)) {
            if (event.path("type").asText().equals(SUSPECTED)) {
                customers.add(event.path("data").path("customer").asText());
            }
        }
        return customers;
    }

    private static List<JsonNode> read(Path events) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> read = new ArrayList<>();
        for (String line : Files.readAllLines(events)) {
            read.add(json.readTree(line));
        }
        return read;
    }
}

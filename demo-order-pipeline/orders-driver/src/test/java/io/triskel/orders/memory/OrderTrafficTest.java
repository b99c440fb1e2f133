package io.triskel.orders.memory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.EventConsumer;
import io.triskel.event.DerivedId;
import io.triskel.event.EventType;
import io.triskel.observe.Observer;
import io.triskel.orders.memory.Runs.Outcome;
import io.triskel.orders.pipeline.OrderTypes;
import io.triskel.orders.pipeline.Style;
import io.triskel.orders.view.OrderRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code size} takes an order for: the events of a run of the committed orders, and the readers of the manifests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OrderTrafficTest {
    private static final String ACCEPT = "triskel.golden.accept";
    private static final Path COMMITTED =
            Path.of("../../loadtest/load-plan/src/main/resources/io/triskel/load/size/order-traffic.json");
    private static final Pattern FILTER =
            Pattern.compile("(hasPrefix\\()?attributes\\.\"ce-type\"(?:, | = )\"([^\"]+)\"\\)?");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<JsonNode> events = new ArrayList<>();
    private Map<String, EventConsumer> consumers = Map.of();

    private Set<String> run() {
        MemoryPipeline pipeline = new MemoryPipeline(
                Style.ORCHESTRATION, Chaos.none(), 1, event -> events.add(read(event.get())), Observer.none());
        consumers = pipeline.call(made -> made.consumers());
        Outcome outcome = Runs.of(pipeline, Runs.committed(), new ArrayList<>());
        return outcome.rows().stream().map(OrderRow::order).collect(Collectors.toSet());
    }

    @Test
    void the_committed_figures_are_those_of_a_run() throws IOException {
        Set<String> orders = run();
        List<JsonNode> ofOrders = events.stream()
                .filter(event -> orders.contains(event.path("correlationid").asText()))
                .toList();
        Map<String, Long> byType = new TreeMap<>(ofOrders.stream()
                .collect(Collectors.groupingBy(event -> event.get("type").asText(), Collectors.counting())));
        List<String> path = path(ofOrders);
        StringBuilder text = new StringBuilder("{\n  \"source\": \"OrderTrafficTest, from a run of"
                + " demo-order-pipeline/orders.jsonl in memory and the manifests of order-aws, -azure and -gcp\",\n");
        text.append("  \"orders\": ")
                .append(byType.get("orders.order-placed.v1"))
                .append(",\n");
        text.append("  \"readers\": ")
                .append(JSON.writeValueAsString(consumers.keySet()))
                .append(",\n");
        text.append("  \"archive\": true,\n");
        text.append("  \"inARow\": ").append(JSON.writeValueAsString(path)).append(",\n");
        text.append("  \"types\": [\n");
        text.append(byType.entrySet().stream()
                .map(one -> type(one.getKey(), one.getValue()))
                .collect(Collectors.joining(",\n")));
        text.append("\n  ]\n}\n");

        if (Boolean.getBoolean(ACCEPT)) {
            Files.writeString(COMMITTED, text.toString());
        }

        assertThat(COMMITTED)
                .as("run this test with -D%s=true and commit what it writes, if the change is meant", ACCEPT)
                .content()
                .isEqualToNormalizingNewlines(text.toString());
    }

    private String type(String type, long count) {
        return "    {\"type\": \"" + type + "\", \"events\": " + count + ", \"wanted\": " + names(wanting(type))
                + ", \"pushed\": " + names(pushed(type)) + "}";
    }

    private static String names(Set<String> names) {
        return names.stream()
                .collect(Collectors.joining("\", \"", "[\"", "\"]"))
                .replace("[\"\"]", "[]");
    }

    private Set<String> wanting(String wire) {
        EventCodec codec = EventCodec.of(OrderTypes.registry());
        Set<String> wanting = new TreeSet<>();
        consumers.forEach((name, consumer) -> {
            Predicate<EventType> wanted =
                    BatchProcessor.of(consumer).codec(codec).build().subscription();
            if (codec.types().types().stream().anyMatch(type -> type.wire().equals(wire) && wanted.test(type))) {
                wanting.add(name);
            }
        });
        return wanting;
    }

    /** The readers whose subscription's filter lets it through, which is no finer than 256 characters allow. */
    private static Set<String> pushed(String type) {
        return readers("gcp")
                .filter(function -> FILTER.matcher(
                                function.at("/trigger/filter").asText())
                        .results()
                        .anyMatch(one ->
                                one.group(1) == null ? type.equals(one.group(2)) : type.startsWith(one.group(2))))
                .map(function -> function.get("consumer").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The events one after another from an order placed to its shipping, each delivered before the next one comes; the view has the last. */
    private List<String> path(List<JsonNode> events) {
        Map<String, JsonNode> byId = new HashMap<>();
        for (JsonNode event : events) {
            String id = event.get("id").asText();
            byId.put(id, event);
            // A fact names the command that decided it, whose id a consumer derives from the event that it handles.
            consumers
                    .keySet()
                    .forEach(consumer ->
                            byId.put(DerivedId.of(consumer, event.get("source").asText(), id), event));
        }
        List<List<String>> paths = events.stream()
                .filter(event -> event.get("type").asText().equals("orders.order-shipped.v1"))
                .map(event -> Stream.iterate(
                                Optional.of(event),
                                Optional::isPresent,
                                one -> one.map(each ->
                                        byId.get(each.path("causationid").asText())))
                        .map(Optional::orElseThrow)
                        .map(each -> each.get("type").asText())
                        .toList())
                .distinct()
                .toList();
        assertThat(paths).as("of all shipped orders").hasSize(1);
        List<String> path = new ArrayList<>(paths.get(0));
        Collections.reverse(path);
        return path;
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws", "azure", "gcp"})
    void the_readers_are_those_of_each_manifest_and_an_archive(String cloud) throws IOException {
        JsonNode committed = read(Files.readAllBytes(COMMITTED));
        List<String> expected = StreamSupport.stream(committed.get("readers").spliterator(), false)
                .map(JsonNode::asText)
                .toList();

        assertThat(readers(cloud).map(function -> function.get("consumer").asText()))
                .containsExactlyInAnyOrderElementsOf(expected);
        assertThat(manifest(cloud).has(cloud.equals("azure") ? "capture" : "archive"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws", "azure"})
    void no_filter_withholds_an_event_from_a_function_of(String cloud) {
        assertThat(readers(cloud))
                .noneMatch(
                        function -> function.toString().toLowerCase(Locale.ROOT).contains("filter"));
    }

    /** The functions that read the bus, apart from those that the style has switched off. */
    private static Stream<JsonNode> readers(String cloud) {
        JsonNode manifest = manifest(cloud);
        return StreamSupport.stream(manifest.get("functions").spliterator(), false)
                .filter(function -> function.has("consumer"))
                .filter(function -> !manifest.path("settings")
                        .path("AzureWebJobs." + function.get("name").asText() + ".Disabled")
                        .asText()
                        .equals("true"));
    }

    private static JsonNode manifest(String cloud) {
        try {
            return read(Files.readAllBytes(Path.of("../order-" + cloud + "/src/main/manifest/orchestration.json")));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    private static JsonNode read(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}

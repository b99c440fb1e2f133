package io.triskel.orders.memory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.triskel.orders.run.Conversation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run in memory with a console, over real HTTP: what docs/target-protocol.md says of {@code "console":true}. */
class WatchedRunTest {
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private PipedWriter requests;
    private BufferedReader answers;
    private CompletableFuture<Boolean> completed;
    private URI console;
    private String token;

    @BeforeEach
    void run_a_few_lines() throws IOException {
        start("{\"op\":\"start\",\"console\":true,\"out\":\"" + folder + "\"}");
    }

    private void start(String request) throws IOException {
        requests = new PipedWriter();
        PipedWriter said = new PipedWriter();
        Reader asked = new PipedReader(requests, 1 << 16);
        answers = new BufferedReader(new PipedReader(said, 1 << 16));
        completed = CompletableFuture.supplyAsync(() -> {
            try (said) {
                return new Conversation(MemoryTarget.NAME, MemoryTarget::start, new BufferedReader(asked), said).hold();
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        });
        say(request);
        line(1, "{\"kind\":\"product\",\"product\":\"P-1\",\"version\":1,\"name\":\"Tea\",\"prices\":[100]}");
        line(2, "{\"kind\":\"stock\",\"product\":\"P-1\",\"delivery\":\"D-1\",\"quantity\":1000}");
        line(
                3,
                "{\"kind\":\"order\",\"order\":\"O-1\",\"customer\":{\"id\":\"C-1\",\"name\":\"Ada Lovelace\","
                        + "\"email\":\"ada@example.com\"},\"lines\":[{\"product\":\"P-1\",\"price\":1,\"quantity\":2}],"
                        + "\"payment\":{\"card\":\"card-1\",\"limit\":500}}");
        JsonNode opened = await("console");
        console = URI.create(opened.path("url").asText());
        token = opened.path("token").asText();
    }

    @AfterEach
    void close() throws IOException {
        requests.close();
    }

    private void say(String request) throws IOException {
        requests.write(request + "\n");
        requests.flush();
    }

    /** {@return the summary of the run, whose input ends now} */
    private JsonNode end() throws IOException {
        say("{\"op\":\"end\"}");
        return await("summary");
    }

    private void line(long number, String text) throws IOException {
        say(json.writeValueAsString(
                json.createObjectNode().put("op", "line").put("number", number).put("text", text)));
    }

    private JsonNode await(String event) throws IOException {
        for (String answer = answers.readLine(); answer != null; answer = answers.readLine()) {
            JsonNode read = json.readTree(answer);
            if (read.path("event").asText().equals(event)) {
                return read;
            }
        }
        throw new IllegalStateException("There was no answer " + event);
    }

    private JsonNode get(String path) {
        return call(HttpRequest.newBuilder(console.resolve(path)).build());
    }

    private JsonNode act(String path, String body) {
        return call(HttpRequest.newBuilder(console.resolve(path))
                .header("X-Triskel-Token", token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private JsonNode call(HttpRequest request) {
        try {
            return json.readTree(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
    }

    /** {@return the answer, once it is as wanted; only a fault reaches the deadline} */
    private JsonNode until(String path, Predicate<JsonNode> wanted) {
        long until = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        JsonNode answer = get(path);
        while (!wanted.test(answer)) {
            assertThat(System.nanoTime()).as(answer.toString()).isLessThan(until);
            Thread.onSpinWait();
            answer = get(path);
        }
        return answer;
    }

    private static final String REASON = "{\"reason\":\"to see it recover\"}";

    /** A page, without which no fault lasts. */
    private HttpResponse<InputStream> page(String screen) throws Exception {
        return http.send(
                HttpRequest.newBuilder(console.resolve("/events?lane=all&screen=" + screen))
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
    }

    private JsonNode fault(String kind, Predicate<JsonNode> wanted) {
        return last(until("/api/memory/faults", seen -> wanted.test(last(seen, kind))), kind);
    }

    private static JsonNode last(JsonNode seen, String kind) {
        JsonNode last = MissingNode.getInstance();
        for (JsonNode run : seen.path("runs")) {
            last = run.path("kind").asText().equals(kind) ? run : last;
        }
        return last;
    }

    /** {@return the fault after it has been started, stopped once it shows, and recovered from} */
    private JsonNode recovered(String kind, Predicate<JsonNode> shows) {
        JsonNode started = act("/api/memory/faults/" + kind, REASON);
        assertThat(started.path("state").asText()).as(started.toString()).isEqualTo("running");
        fault(kind, shows);
        act("/api/memory/faults/" + kind + "/stop", REASON);
        return fault(
                kind,
                seen -> !List.of("running", "recovering")
                        .contains(seen.path("state").asText()));
    }

    @ParameterizedTest
    @CsvSource({"throttle,worstUnderWay", "slow,worstLag", "freeze,worstLag", "duplicate,orders"})
    void a_fault_in_memory_shows_and_is_recovered_from_with_nothing_lost_or_doubled(String kind, String shows)
            throws Exception {
        var unused = end();
        HttpResponse<InputStream> page = page("faults");

        JsonNode fault = recovered(kind, seen -> seen.path(shows).asLong() > 1);

        assertThat(fault.path("state").asText()).as(fault.toString()).isEqualTo("recovered");
        assertThat(fault.path("recoveredMs").asLong()).isNotNegative();
        assertThat(fault.path("orders").asLong()).isPositive();
        assertThat(fault.path("underWay").asLong()).isZero();
        assertThat(fault.path("lost").asText()).isEqualTo("0");
        assertThat(fault.path("doubled").asText()).isEqualTo("0");
        assertThat(fault.path("parked").asText()).isEqualTo("0");
        assertThat(page.statusCode()).isEqualTo(200);
    }

    @Test
    void faults_in_force_together_share_four_orders_a_second() throws Exception {
        var unused = end();
        HttpResponse<InputStream> page = page("faults");
        long began = System.nanoTime();

        for (String kind : List.of("throttle", "duplicate", "slow")) {
            act("/api/memory/faults/" + kind, REASON);
        }
        JsonNode first = fault("throttle", seen -> seen.path("orders").asLong() > 5);
        long quarters = (System.nanoTime() - began) / 250_000_000;

        assertThat(get("/api/memory/faults").path("runs")).hasSize(3);
        assertThat(first.path("orders").asLong()).isLessThanOrEqualTo(1 + quarters);
        assertThat(page.statusCode()).isEqualTo(200);
    }

    @Test
    void events_that_the_bus_has_twice_are_recognised_by_the_consumers() throws Exception {
        var unused = end();
        try (BufferedReader flow =
                new BufferedReader(new InputStreamReader(page("flow").body(), StandardCharsets.UTF_8))) {
            act("/api/memory/faults/duplicate", REASON);

            Optional<String> recognised = flow.lines()
                    .filter(line -> line.matches(".*\"repeats\":[1-9].*"))
                    .findFirst();

            assertThat(recognised).isPresent();
        }
    }

    @Test
    void a_fault_that_memory_cannot_have_says_why_and_none_is_possible_during_the_run() throws Exception {
        JsonNode early = act("/api/memory/faults/throttle", REASON);
        var unused = end();

        JsonNode refused = act("/api/memory/faults/kill", REASON);

        assertThat(early.path("error").asText()).isEqualTo("not-ready");
        assertThat(early.path("message").asText()).startsWith("The run is not over");
        assertThat(refused.path("error").asText()).isEqualTo("not-ready");
        assertThat(refused.path("message").asText()).contains("no function process");
        assertThat(get("/api/memory/faults").path("kinds").findValuesAsText("kind"))
                .containsExactly("throttle", "kill", "duplicate", "slow", "freeze");
    }

    private static List<String> types(JsonNode story) {
        List<String> types = new ArrayList<>();
        story.path("rows").forEach(row -> types.add(row.path("type").asText()));
        return types;
    }

    @Test
    void the_console_is_a_lane_with_everything_of_the_pipeline() {
        JsonNode described = get("/api/console");

        assertThat(described.path("lanes").path(0).path("id").asText()).isEqualTo("memory");
        assertThat(described.path("lanes").path(0).path("evidence").asText()).isEqualTo("memory");
        assertThat(described.path("sagas").toString()).isEqualTo("[\"fulfilment\"]");
        assertThat(described.path("views").findValuesAsText("name")).containsExactly("orders");
        assertThat(described.path("consumers").findValuesAsText("name"))
                .contains("payment", "inventory", "fulfilment", "order-view");
        assertThat(described.path("screens").toString()).contains("flow", "story", "parked");
    }

    @Test
    void after_the_run_an_order_by_hand_reaches_its_end_and_its_story_shows_each_step() throws Exception {
        JsonNode summary = end();

        JsonNode form = get("/api/console").path("place");
        JsonNode placed = act(
                "/api/memory/orders",
                "{\"order\":\"O-M0001\",\"product\":\"P-1\",\"quantity\":3,\"payment\":\"accepted\"}");
        JsonNode story = until("/api/memory/story/O-M0001", seen -> types(seen).contains("orders.order-shipped.v1"));

        assertThat(summary.path("ordersByState").toString()).isEqualTo("{\"shipped\":1}");
        assertThat(form.path("fields").findValuesAsText("value")).contains("P-1");
        assertThat(placed.path("order").asText()).isEqualTo("O-M0001");
        assertThat(types(story))
                .contains("orders.order-placed.v1", "orders.order-confirmed.v1", "orders.order-shipped.v1");
        assertThat(story.toString()).doesNotContain("A person at the page");
        requests.close();
        assertThat(completed.get(2, TimeUnit.MINUTES)).isTrue();
        assertThat(Files.readAllLines(folder.resolve("orders.jsonl"))).hasSize(1);
        assertThat(folder.resolve("events.jsonl")).content().doesNotContain("O-M0001");
    }

    @Test
    void an_order_by_hand_may_be_declined_and_one_that_is_not_valid_is_refused() throws Exception {
        var unused = end();

        act(
                "/api/memory/orders",
                "{\"order\":\"O-M0001\",\"product\":\"P-1\",\"quantity\":3,\"payment\":\"declined\"}");
        JsonNode refused = act("/api/memory/orders", "{\"order\":\"O-M0002\",\"product\":\"P-9\",\"quantity\":3}");

        JsonNode story = until("/api/memory/story/O-M0001", seen -> types(seen).contains("orders.order-rejected.v1"));
        assertThat(types(story)).anyMatch(type -> type.contains("release"));
        assertThat(refused.path("error").asText()).isEqualTo("bad-request");
        assertThat(refused.path("message").asText()).isEqualTo("unknown product P-9");
    }

    /** {@return whether a rebuild of this view could be begun} It cannot until the old rows of the run's own one may go. */
    private boolean rebuilding(JsonNode view) {
        return act(
                        "/api/memory/views/orders/rebuild",
                        "{\"reason\":\"to see that it works\",\"seen\":{\"generation\":" + view.path("generation")
                                + "}}")
                .has("phase");
    }

    @Test
    void the_view_is_rebuilt_compared_and_switched_to_once_the_run_is_over() throws Exception {
        var unused = end();
        long generation = until(
                        "/api/memory/views",
                        seen -> rebuilding(seen.path("views").path(0)))
                .path("views")
                .path(0)
                .path("generation")
                .asLong();
        JsonNode waits = until(
                        "/api/memory/views",
                        seen -> seen.path("rebuilds")
                                .path(0)
                                .path("phase")
                                .asText()
                                .equals("compare"))
                .path("rebuilds")
                .path(0);
        act("/api/memory/orders", "{\"order\":\"O-M0001\",\"product\":\"P-1\",\"quantity\":3}");
        until("/api/memory/story/O-M0001", seen -> types(seen).contains("orders.order-shipped.v1"));
        JsonNode switched = act(
                "/api/memory/views/orders/switch",
                "{\"reason\":\"they are equal, so switch\",\"seen\":{\"generation\":" + generation + ",\"compared\":"
                        + waits.path("compared") + "}}");

        assertThat(waits.path("compared").path("rows").asLong()).isEqualTo(1);
        assertThat(waits.path("compared").path("differ").asLong()).isZero();
        assertThat(switched.path("phase").asText()).as(switched.toString()).isEqualTo("switched");
        assertThat(get("/api/memory/story/O-M0001").path("views").toString()).contains("O-M0001");
    }
}

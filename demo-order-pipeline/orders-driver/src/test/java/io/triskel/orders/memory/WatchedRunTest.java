package io.triskel.orders.memory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.orders.run.Conversation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        say("{\"op\":\"end\"}");
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
        JsonNode summary = await("summary");

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
        var unused = await("summary");

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
        var unused = await("summary");
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

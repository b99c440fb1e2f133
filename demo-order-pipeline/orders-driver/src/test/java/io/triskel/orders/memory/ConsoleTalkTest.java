package io.triskel.orders.memory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.triskel.console.hosted.ConsoleTalk;
import io.triskel.hosting.http.HttpAnswer;
import io.triskel.hosting.http.HttpRequest;
import io.triskel.hosting.operation.ConsumerFunctions;
import io.triskel.hosting.operation.OperatorTalk.Site;
import io.triskel.hosting.operation.Past;
import io.triskel.orders.deployed.OrderConsole;
import io.triskel.orders.http.OrderApi;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.Style;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A console for a pipeline that runs elsewhere: here in memory, with its function behind HTTP. */
class ConsoleTalkTest {
    private static final String TOKEN = "Bearer of the caller";

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final MemoryPipeline pipeline = new MemoryPipeline(Style.ORCHESTRATION, Chaos.none());
    private final OrderPipeline parts = pipeline.call(all -> all);
    private final List<String> requests = new ArrayList<>();
    private final PipedWriter input = new PipedWriter();
    private HttpServer function;
    private URI console;
    private String token;

    @BeforeEach
    void open_the_function_and_sell_tea() throws IOException {
        OrderApi api = new OrderApi(parts, pipeline.ports().platform().states());
        function = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        function.createContext("/", exchange -> answer(exchange, api));
        function.start();
        List.of(
                        new String[] {
                            "/products", "{\"product\":\"P-1\",\"version\":1,\"name\":\"Tea\",\"prices\":[100]}"
                        },
                        new String[] {"/stock", "{\"product\":\"P-1\",\"delivery\":\"D-1\",\"quantity\":1000}"})
                .forEach(call -> api.answer(
                        request("POST", call[0], Map.of(), call[1].getBytes(StandardCharsets.UTF_8)), pipeline.soon()));
        settle();
    }

    @AfterEach
    void close() throws IOException {
        input.close();
        function.stop(0);
    }

    private static HttpRequest request(String method, String path, Map<String, String> headers, byte[] body) {
        return new HttpRequest(method, path, Map.of(), headers, body);
    }

    /** Only the caller's credential opens the function. */
    private void answer(HttpExchange exchange, OrderApi api) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            requests.add(path);
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (!TOKEN.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                exchange.sendResponseHeaders(403, -1);
                return;
            }
            HttpAnswer answer = api.answer(request(exchange.getRequestMethod(), path, Map.of(), body), pipeline.soon());
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    private void settle() {
        while (pipeline.work()) {
            // until nothing moves
        }
    }

    private Map<String, String> environment() {
        return Map.of(
                "TRISKEL_APP_URL", "http://127.0.0.1:" + function.getAddress().getPort() + "/");
    }

    private Site site(Supplier<Past> past) {
        // A deployment may have consumers in other languages.
        return new Site(
                parts.withOthers(Set.of("fraud-check")),
                past,
                () -> {
                    throw new IllegalStateException("nothing is restored");
                },
                () -> ConsumerFunctions.direct(parts),
                () -> {
                    throw new IllegalStateException("no trigger gave anything up");
                });
    }

    /** {@return done when the talk has ended, with whether it served a console} */
    private CompletableFuture<Boolean> start(boolean act, Map<String, String> environment, String credential)
            throws IOException {
        return start(act, environment, credential, () -> Past.of(pipeline.log()));
    }

    private CompletableFuture<Boolean> start(
            boolean act, Map<String, String> environment, String credential, Supplier<Past> past) throws IOException {
        PipedInputStream said = new PipedInputStream(1 << 16);
        PrintStream answers = new PrintStream(new PipedOutputStream(said), true, StandardCharsets.UTF_8);
        ConsoleTalk talk = new ConsoleTalk(
                environment,
                variables -> site(past),
                variables -> (method, address, headers, body, deadline) -> Map.of("Authorization", credential),
                answers);
        PipedReader asked = new PipedReader(input);
        CompletableFuture<Boolean> held = CompletableFuture.supplyAsync(() -> {
            try {
                return talk.hold(asked);
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        });
        input.write("{\"op\":\"console\",\"lane\":\"cloud\",\"environment\":\"test\",\"act\":" + act
                + ",\"products\":[\"P-1\"]}\n");
        input.flush();
        JsonNode opened =
                json.readTree(new BufferedReader(new InputStreamReader(said, StandardCharsets.UTF_8)).readLine());
        console = URI.create(opened.path("url").asText());
        token = opened.path("token").asText();
        return held;
    }

    private JsonNode get(String path) {
        return call(java.net.http.HttpRequest.newBuilder(console.resolve(path)).build());
    }

    private JsonNode act(String path, String body) {
        return call(java.net.http.HttpRequest.newBuilder(console.resolve(path))
                .header("X-Triskel-Token", token)
                .header("Content-Type", "application/json")
                .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private JsonNode call(java.net.http.HttpRequest request) {
        try {
            return json.readTree(http.send(request, BodyHandlers.ofString()).body());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException ended) {
            throw new IllegalStateException(ended);
        }
    }

    /** {@return the answer, once it is as wanted, while the pipeline works; only a fault reaches the deadline} */
    private JsonNode until(String path, Predicate<JsonNode> wanted) {
        long until = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        JsonNode answer = get(path);
        while (!wanted.test(answer)) {
            assertThat(System.nanoTime()).as(answer.toString()).isLessThan(until);
            settle();
            answer = get(path);
        }
        return answer;
    }

    private JsonNode place() {
        return act("/api/cloud/orders", "{\"product\":\"P-1\",\"quantity\":3,\"payment\":\"accepted\"}");
    }

    @Test
    void an_order_by_hand_goes_through_the_pipelines_own_function_and_reaches_its_end() throws Exception {
        CompletableFuture<Boolean> held = start(true, environment(), TOKEN);

        JsonNode form = get("/api/console").path("place");
        String order = place().path("order").asText();
        JsonNode story =
                until("/api/cloud/story/" + order, seen -> seen.toString().contains("orders.order-shipped.v1"));
        input.close();

        assertThat(form.path("fields").findValuesAsText("value")).contains("P-1");
        assertThat(order).matches("O-\\d{8}-\\d{6}-\\d{3}");
        assertThat(requests).containsExactly("/orders");
        assertThat(story.path("found").asBoolean()).isTrue();
        assertThat(held.get(2, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void whoever_may_only_read_places_no_order() throws Exception {
        var unused = start(false, environment(), TOKEN);

        JsonNode refused = place();

        assertThat(get("/api/console").path("may").asText()).isEqualTo("read");
        assertThat(refused.path("error").asText()).isEqualTo("read-only");
        assertThat(requests).isEmpty();
    }

    @Test
    void a_caller_whom_the_function_does_not_know_is_told_so() throws Exception {
        var unused = start(true, environment(), "of somebody else");

        JsonNode refused = place();

        assertThat(refused.path("error").asText()).isEqualTo("not-ready");
        assertThat(refused.path("message").asText()).contains("does not accept your credential (HTTP status 403)");
    }

    @Test
    void an_order_that_the_function_refuses_says_why() throws Exception {
        var unused = start(true, environment(), TOKEN);

        JsonNode placed = act("/api/cloud/orders", "{\"order\":\"O-1\",\"product\":\"P-1\",\"quantity\":3}");
        JsonNode refused = act("/api/cloud/orders", "{\"order\":\"O-1\",\"product\":\"P-1\",\"quantity\":4}");

        assertThat(placed.path("order").asText()).isEqualTo("O-1");
        assertThat(refused.path("error").asText()).as(refused.toString()).isEqualTo("bad-request");
        assertThat(refused.path("message").asText()).contains("O-1");
    }

    @Test
    void without_the_functions_address_there_is_no_form() throws Exception {
        var unused = start(true, Map.of(), TOKEN);

        assertThat(get("/api/console").path("canPlace").asBoolean()).isFalse();
        assertThat(place().path("error").asText()).isEqualTo("unknown-path");
    }

    @Test
    void the_view_is_rebuilt_from_the_archive_compared_and_switched_to() throws Exception {
        var unused = start(true, environment(), TOKEN);
        String order = place().path("order").asText();
        until("/api/cloud/story/" + order, seen -> seen.toString().contains("orders.order-shipped.v1"));
        settle();

        JsonNode begun = act(
                "/api/cloud/views/orders/rebuild", "{\"reason\":\"to see that it works\",\"seen\":{\"generation\":1}}");
        JsonNode waits = until(
                        "/api/cloud/views",
                        seen -> seen.path("rebuilds")
                                .path(0)
                                .path("phase")
                                .asText()
                                .equals("compare"))
                .path("rebuilds")
                .path(0);
        JsonNode switched = act(
                "/api/cloud/views/orders/switch",
                "{\"reason\":\"they are equal, so switch\",\"seen\":{\"generation\":1,\"compared\":"
                        + waits.path("compared") + "}}");

        assertThat(begun.path("generation").asInt()).as(begun.toString()).isEqualTo(2);
        assertThat(waits.path("compared").path("rows").asLong()).isEqualTo(1);
        assertThat(waits.path("compared").path("differ").asLong()).isZero();
        assertThat(switched.path("phase").asText()).as(switched.toString()).isEqualTo("switched");
    }

    @Test
    void what_a_rebuild_lacks_is_said_and_no_generation_is_begun() throws Exception {
        var unused = start(true, environment(), TOKEN, () -> {
            throw new IllegalArgumentException("TRISKEL_APP_ARCHIVE is not set");
        });

        JsonNode refused = act(
                "/api/cloud/views/orders/rebuild", "{\"reason\":\"to see that it works\",\"seen\":{\"generation\":1}}");

        assertThat(refused.path("error").asText()).isEqualTo("not-ready");
        assertThat(refused.path("message").asText()).isEqualTo("TRISKEL_APP_ARCHIVE is not set");
        assertThat(get("/api/cloud/views").path("views").path(0).has("building"))
                .isFalse();
    }

    @Test
    void on_a_deployed_pipeline_no_fault_can_be_started_even_by_who_may_act() throws Exception {
        var unused = start(true, environment(), TOKEN);

        JsonNode described = get("/api/console");

        assertThat(described.path("environment").path("deployed").asBoolean()).isTrue();
        assertThat(described.path("may").asText()).isEqualTo("act");
        assertThat(described.toString()).doesNotContain("\"faults\"");
        assertThat(get("/api/cloud/faults").path("error").asText()).isEqualTo("unknown-path");
        assertThat(List.of("throttle", "kill", "duplicate", "slow", "freeze"))
                .allSatisfy(kind -> assertThat(act("/api/cloud/faults/" + kind, "{\"reason\":\"to see it recover\"}")
                                .path("error")
                                .asText())
                        .isEqualTo("unknown-path"));
    }

    /** Of the console's own classes only those of this process are followed: the others serve demos, too. */
    @Test
    void nothing_that_injects_faults_is_reached_from_its_classes() throws Exception {
        Set<String> reached = new HashSet<>();
        Deque<String> next = new ArrayDeque<>(List.of(
                ConsoleTalk.class.getName().replace('.', '/'),
                OrderConsole.class.getName().replace('.', '/')));
        while (!next.isEmpty()) {
            String name = next.pop();
            if (reached.add(name) && name.matches("io/triskel/(console/hosted|orders)/.*")) {
                try (InputStream file = ConsoleTalk.class.getClassLoader().getResourceAsStream(name + ".class")) {
                    if (file != null) {
                        Pattern.compile("io/triskel/[\\w/$]+")
                                .matcher(new String(file.readAllBytes(), StandardCharsets.ISO_8859_1))
                                .results()
                                .map(MatchResult::group)
                                .forEach(next::push);
                    }
                }
            }
        }

        assertThat(reached)
                .contains("io/triskel/orders/console/HandPlaced", "io/triskel/console/hosted/PastRebuilds")
                .noneMatch(name -> name.contains("Fault"));
    }

    @Test
    void another_first_request_and_a_place_without_stores_are_failures_in_words() throws Exception {
        ByteArrayOutputStream answers = new ByteArrayOutputStream();
        ConsoleTalk talk = new ConsoleTalk(
                Map.of(),
                variables -> {
                    throw new IllegalArgumentException("TRISKEL_APP_TABLES is not set");
                },
                variables -> (method, address, headers, body, deadline) -> Map.of(),
                new PrintStream(answers, true, StandardCharsets.UTF_8));

        assertThat(talk.hold(new StringReader("{\"op\":\"start\"}\n"))).isFalse();
        assertThat(talk.hold(new StringReader("{\"op\":\"console\"}\n"))).isFalse();

        assertThat(answers.toString(StandardCharsets.UTF_8))
                .contains("the first request is {\\\"op\\\":\\\"console\\\",...}", "TRISKEL_APP_TABLES is not set");
    }
}

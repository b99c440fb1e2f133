package io.triskel.cli.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.load.cloud.Look;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway in front of two lanes, all over real HTTP. */
class GatewayTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private FakeLane memory;
    private FakeLane aws;
    private Gateway gateway;
    private URI base;
    private String token;

    @BeforeEach
    void start_two_lanes() throws IOException {
        memory = new FakeLane("memory");
        aws = new FakeLane("aws");
        open(true);
        gateway.up("memory", memory.address(), memory.token());
        gateway.up("aws", aws.address(), aws.token());
    }

    private void open(boolean acts) {
        gateway = Gateway.open(
                List.of(
                        new Heading("memory", "Memory", Optional.empty()),
                        new Heading("aws", "AWS", Optional.of(new Look("#b84a00", "#ffa24c", "M-1,-1H1V1Z")))),
                acts);
        base = gateway.address().resolve("/");
        token = gateway.address().getFragment().replace("token=", "");
    }

    @AfterEach
    void stop() {
        gateway.close();
        memory.close();
        aws.close();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(base.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String given, String type, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(base.resolve(path))
                        .header("X-Triskel-Token", given)
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> act(String path, String body) throws Exception {
        return post(path, token, "application/json", body);
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String error) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(JSON.readTree(answer.body()).path("error").asText()).isEqualTo(error);
    }

    @Nested
    class What_is_read {
        @Test
        void the_page_comes_from_the_first_lane_with_its_policy_and_without_its_cookies() throws Exception {
            gateway.down("memory", "ended");

            HttpResponse<String> page = get("/page/main.js");

            assertThat(page.body()).contains("aws");
            assertThat(page.headers().firstValue("Content-Security-Policy")).contains("policy of aws");
            assertThat(page.headers().firstValue("Set-Cookie")).isEmpty();
        }

        @Test
        void a_page_that_is_opened_before_any_lane_is_up_comes_again_by_itself() throws Exception {
            gateway.down("memory", "is starting");
            gateway.down("aws", "is starting");

            HttpResponse<String> page = get("/");

            assertThat(page.statusCode()).isEqualTo(503);
            assertThat(page.body()).contains("The targets are starting", "location.reload()");
            assertThat(page.headers().firstValue("Content-Security-Policy"))
                    .hasValueSatisfying(
                            policy -> assertThat(policy).contains("default-src 'none'; script-src 'sha256-"));
            assertRefused(get("/page/main.js"), 503, "port-failed");
        }

        @Test
        void the_first_page_is_one_that_is_connected_for_events_and_not_one_that_only_asks() throws Exception {
            HttpResponse<String> asked = get("/api/console");
            boolean before = gateway.firstPage().isDone();

            var connected = http.send(
                    HttpRequest.newBuilder(base.resolve("/events?screen=flow&lane=all"))
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
            gateway.firstPage().get(2, TimeUnit.MINUTES);

            assertThat(asked.statusCode()).isEqualTo(200);
            assertThat(before).isFalse();
            connected.body().close();
        }

        @Test
        void the_description_has_all_lanes_and_why_one_is_down() throws Exception {
            gateway.down("aws", "is starting");

            JsonNode console = JSON.readTree(get("/api/console").body());

            assertThat(console.path("may").asText()).isEqualTo("act");
            assertThat(console.path("canPlace").asBoolean()).isTrue();
            assertThat(console.path("lanes").toString())
                    .isEqualTo("[{\"id\":\"memory\",\"evidence\":\"emulator\",\"title\":\"Memory\"},{\"down\":\"is"
                            + " starting\",\"look\":{\"light\":\"#b84a00\",\"dark\":\"#ffa24c\",\"path\":\"M-1,-1H1V1Z\"},"
                            + "\"id\":\"aws\",\"title\":\"AWS\"}]");
        }

        @Test
        void a_lane_is_asked_as_the_page_asked_and_no_other() throws Exception {
            assertThat(get("/api/aws/story/O%2F1?after=a%20b").body()).isEqualTo("{\"of\":\"aws\"}");

            assertThat(aws.asked).containsExactly("GET /api/aws/story/O%2F1?after=a%20b");
            assertThat(memory.asked).isEmpty();
        }

        @Test
        void a_lane_that_is_down_or_gone_is_told() throws Exception {
            gateway.down("memory", "ended with code 7");
            aws.close();

            assertRefused(get("/api/memory/parked"), 503, "port-failed");
            assertThat(get("/api/memory/parked").body()).contains("ended with code 7");
            assertRefused(get("/api/aws/parked"), 503, "port-failed");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/metrics",
                    "/api/aws",
                    "/api/aws/secret",
                    "/api/aws/../../metrics",
                    "/page/../secret",
                    "/page//x",
                    "/webjars/.hidden",
                    "/api/session",
                    "/API/aws/parked"
                })
        void a_path_that_no_console_has_is_not_forwarded(String path) throws Exception {
            String status = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

            assertThat(status).startsWith("HTTP/1.1 404");
            assertThat(memory.asked).isEmpty();
            assertThat(aws.asked).isEmpty();
        }

        @Test
        void a_lane_that_does_not_exist_is_told() throws Exception {
            assertRefused(get("/api/mars/parked"), 404, "unknown-lane");
        }
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), base.getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Nested
    class An_action {
        @Test
        void with_the_token_reaches_the_lane_with_the_lanes_own() throws Exception {
            HttpResponse<String> answer = act("/api/aws/outbox/drain", "{\"reason\":\"because\"}");

            assertThat(answer.body()).isEqualTo("{\"of\":\"aws\"}");
            assertThat(aws.asked)
                    .containsExactly("POST /api/aws/outbox/drain {\"reason\":\"because\"} token secret-of-aws");
        }

        @Test
        void without_it_or_with_a_lanes_reaches_none() throws Exception {
            assertRefused(post("/api/aws/outbox/drain", "guessed", "application/json", "{}"), 403, "wrong-token");
            assertRefused(post("/api/aws/outbox/drain", aws.token(), "application/json", "{}"), 403, "wrong-token");

            assertThat(aws.asked).isEmpty();
        }

        @Test
        void is_refused_with_the_token_where_the_page_is_for_reading_only() throws Exception {
            gateway.close();
            open(false);
            gateway.up("aws", aws.address(), aws.token());

            assertRefused(act("/api/aws/outbox/drain", "{}"), 403, "read-only");
            assertRefused(act("/api/orders", "{}"), 403, "read-only");

            assertThat(aws.asked).isEmpty();
            assertThat(JSON.readTree(get("/api/console").body()).path("may").asText())
                    .isEqualTo("read");
        }

        @Test
        void is_json_of_at_most_64_kib() throws Exception {
            String large = "{\"reason\":\"" + "x".repeat(64 * 1024 - 13) + "\"}";

            assertRefused(post("/api/aws/outbox/drain", token, "text/plain", "{}"), 415, "not-json");
            assertThat(act("/api/aws/outbox/drain", large).statusCode()).isEqualTo(200);
            assertRefused(act("/api/aws/outbox/drain", large + " "), 413, "too-large");
        }

        @Test
        void that_only_compares_documents_may_be_larger_and_is_a_readers_too() throws Exception {
            gateway.close();
            open(false);
            gateway.up("aws", aws.address(), aws.token());
            String large = "{\"document\":\"" + "x".repeat(1024 * 1024 - 15) + "\"}";

            assertThat(act("/api/aws/types/check", large).statusCode()).isEqualTo(200);
            assertRefused(act("/api/aws/types/check", large + " "), 413, "too-large");
            assertRefused(post("/api/aws/types/check", "guessed", "application/json", "{}"), 403, "wrong-token");
        }

        @Test
        void is_no_put_and_no_get_of_orders() throws Exception {
            assertRefused(get("/api/orders"), 405, "wrong-method");
        }
    }

    @Nested
    class A_page_of_another_site {
        @Test
        void cannot_reach_it_by_its_own_host_name() throws Exception {
            assertThat(raw("GET /api/console HTTP/1.1\r\nHost: evil.example:80\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 421")
                    .contains("wrong-host");
        }

        @Test
        void cannot_send_it_a_request() throws Exception {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(base.resolve("/api/console"))
                            .header("Origin", "http://evil.example")
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            assertRefused(answer, 403, "wrong-origin");
            assertThat(memory.asked).isEmpty();
        }

        @Test
        void is_not_the_page_itself() throws Exception {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(base.resolve("/api/aws/parked"))
                            .header("Origin", "http://127.0.0.1:" + base.getPort())
                            .header("Sec-Fetch-Site", "same-origin")
                            .build(),
                    HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
        }
    }

    @Nested
    class An_order_by_hand {
        @BeforeEach
        void the_lanes_have_ended() {
            gateway.takeOrders();
        }

        @Test
        void is_refused_while_the_lanes_are_at_their_input() throws Exception {
            gateway.close();
            open(true);
            gateway.up("aws", aws.address(), aws.token());

            assertRefused(act("/api/orders", "{}"), 409, "not-ready");
            assertRefused(act("/api/aws/orders", "{}"), 409, "not-ready");

            assertThat(aws.asked).isEmpty();
        }

        @Test
        void is_placed_in_every_lane_under_one_id() throws Exception {
            HttpResponse<String> answer = act("/api/orders", "{\"product\":\"P-1\"}");

            assertThat(answer.body())
                    .isEqualTo("{\"lanes\":{\"memory\":{\"of\":\"memory\"},\"aws\":{\"of\":\"aws\"}}}");
            assertThat(memory.asked)
                    .containsExactly("POST /api/memory/orders {\"product\":\"P-1\",\"order\":\"O-M0001\"} token"
                            + " secret-of-memory");
            assertThat(aws.asked)
                    .containsExactly(
                            "POST /api/aws/orders {\"product\":\"P-1\",\"order\":\"O-M0001\"} token secret-of-aws");
        }

        @Test
        void that_one_lane_refuses_is_placed_in_the_others() throws Exception {
            HttpResponse<String> answer = act("/api/orders", "{\"product\":\"refuse-aws\"}");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(JSON.readTree(answer.body())
                            .path("lanes")
                            .path("aws")
                            .path("error")
                            .asText())
                    .isEqualTo("no");
        }

        @Test
        void that_no_lane_takes_says_why() throws Exception {
            gateway.down("memory", "ended");

            HttpResponse<String> answer = act("/api/orders", "{\"product\":\"refuse-aws\"}");

            assertRefused(answer, 422, "not-placed");
            assertThat(answer.body()).contains("no such product");
        }

        @Test
        void is_an_object() throws Exception {
            assertRefused(act("/api/orders", "[]"), 400, "bad-request");
            assertRefused(act("/api/orders", "{"), 400, "bad-request");
        }
    }

    @Nested
    class Events {
        private Connection connect(String query, String... last) throws Exception {
            HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve("/events?" + query));
            for (String id : last) {
                request.header("Last-Event-ID", id);
            }
            return new Connection(http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream())
                    .body());
        }

        @Test
        void of_all_lanes_come_on_one_connection_and_continue_each_after_its_own() throws Exception {
            String last;
            try (Connection page = connect("screen=parked&lane=all")) {
                memory.say("lot", "m-1");
                assertThat(page.next()).endsWith("lot {\"lane\":\"memory\"}");
                aws.say("lot", "a-7");
                String message = page.next();
                assertThat(message).endsWith("lot {\"lane\":\"aws\"}");
                last = message.replaceAll(" .*", "");
            }

            try (Connection again = connect("screen=parked&lane=all", last)) {
                memory.say("lot", "m-2");
                assertThat(again.next()).endsWith("lot {\"lane\":\"memory\"}");
                aws.say("lot", "a-8");
                assertThat(again.next()).endsWith("lot {\"lane\":\"aws\"}");
            }

            assertThat(memory.asked)
                    .containsExactly(
                            "GET /events?screen=parked&lane=memory", "GET /events?screen=parked&lane=memory after m-1");
            assertThat(aws.asked)
                    .containsExactly(
                            "GET /events?screen=parked&lane=aws", "GET /events?screen=parked&lane=aws after a-7");
        }

        @Test
        void of_one_lane_are_its_own() throws Exception {
            try (Connection page = connect("lane=aws&screen=sagas")) {
                aws.say("sagas", "a-1");

                assertThat(page.next()).endsWith("sagas {\"lane\":\"aws\"}");
            }
            assertThat(memory.asked).isEmpty();
        }

        @Test
        void of_a_lane_that_ends_say_so_and_the_lane_is_asked_again() throws Exception {
            try (Connection page = connect("screen=sagas&lane=all")) {
                aws.say("sagas", "a-1");
                assertThat(page.next()).endsWith("sagas {\"lane\":\"aws\"}");
                aws.endEvents();
                assertThat(page.next()).contains("stale", "\"lane\":\"aws\"", "\"what\":\"lane\"");

                aws.say("sagas", "a-2");

                assertThat(page.next()).endsWith("sagas {\"lane\":\"aws\"}");
            }
        }

        @Test
        void of_a_lane_that_comes_up_later_join_the_others() throws Exception {
            gateway.down("aws", "is starting");
            try (Connection page = connect("screen=sagas&lane=all")) {
                memory.say("sagas", "m-1");
                assertThat(page.next()).endsWith("sagas {\"lane\":\"memory\"}");

                gateway.up("aws", aws.address(), aws.token());
                aws.say("sagas", "a-1");

                assertThat(page.next()).endsWith("sagas {\"lane\":\"aws\"}");
            }
        }

        @Test
        void that_concern_all_lanes_reach_pages_that_connect_later_once() throws Exception {
            gateway.tell("proof", JSON.createObjectNode().put("equal", true));
            String last;
            try (Connection page = connect("screen=flow&lane=all")) {
                String message = page.next();
                assertThat(message).endsWith("proof {\"equal\":true}");
                last = message.replaceAll(" .*", "");
            }

            try (Connection again = connect("screen=flow&lane=all", last)) {
                gateway.tell("proof", JSON.createObjectNode().put("equal", false));

                assertThat(again.next()).endsWith("proof {\"equal\":false}");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "screen=flow", "lane=all", "screen=../x&lane=all", "screen=flow&lane=all%0d%0ax"})
        void need_a_screen_and_a_lane(String query) throws Exception {
            assertRefused(get("/events?" + query), 400, "bad-request");
        }
    }

    /** A page's connection; waits for messages as long as only a fault reaches. */
    private static final class Connection implements AutoCloseable {
        private final InputStream stream;
        private final BufferedReader lines;

        Connection(InputStream stream) {
            this.stream = stream;
            lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        }

        /** {@return the next message: id, event and data} */
        String next() {
            return org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
                StringBuilder message = new StringBuilder();
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.isEmpty() && message.length() > 0) {
                        return message.toString().strip();
                    }
                    if (line.matches("(?:id|event|data): .*")) {
                        message.append(line.replaceFirst("^\\w+: ", "")).append(' ');
                    }
                }
                throw new IllegalStateException("The events ended after: " + message);
            });
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}

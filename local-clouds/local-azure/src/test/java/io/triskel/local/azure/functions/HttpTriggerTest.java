package io.triskel.local.azure.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.local.Await;
import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import io.triskel.local.azure.eventhubs.EventHubsServer;
import io.triskel.local.azure.eventhubs.EventHubsSettings;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Functions behind HTTP, and the timer that the same app has. */
@Tag("local-clouds")
@TestInstance(Lifecycle.PER_CLASS)
class HttpTriggerTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private EventHubsServer hubs;
    private FunctionHost host;
    private FunctionApp app;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        hubs = EventHubsServer.start(EventHubsSettings.defaults(), new FaultPlan(1));
        host = FunctionHost.start(folder.resolve("logs"));
        Path packaged = new AppBuilder(folder.resolve("app"))
                .orders()
                .binary()
                .clock(Optional.empty())
                .folder();
        app = host.deploy(
                AppDefinition.of("web", packaged)
                        .withSettings(Map.of(
                                "SCHEDULE", "0 0 0 1 1 *",
                                "COLOUR", "blue",
                                "OUTPUT", folder.resolve("output").toString())),
                hubs);
    }

    @AfterAll
    void close() {
        host.close();
        hubs.close();
    }

    @Test
    void method_path_route_query_headers_and_text_arrive_and_come_back() throws Exception {
        HttpResponse<String> response = send(HttpRequest.newBuilder(app.url().resolve("api/orders/a%20b?x=1&y=2"))
                .header("X-Test", "yes")
                .POST(BodyPublishers.ofString("ü")));

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(response.body()).isEqualTo("POST /api/orders/a b a b 1 yes ü 0");
        assertThat(response.headers().firstValue("content-type")).contains("text/x-echo");
        assertThat(response.headers().firstValue("x-colour")).contains("blue");
        assertThat(response.headers().firstValue("x-host")).contains(app.url().getAuthority());
    }

    @Test
    void a_request_without_a_body_has_none() throws Exception {
        assertThat(get("api/orders/1").body()).isEqualTo("GET /api/orders/1 1 null null (empty) 0");
    }

    @Test
    void bytes_arrive_and_come_back_unharmed() throws Exception {
        byte[] bytes = {0, 1, -1, -128, 127, 10, 13};

        HttpResponse<byte[]> response = client.send(
                HttpRequest.newBuilder(app.url().resolve("api/binary"))
                        .header("x-functions-key", app.functionKey())
                        .header("Content-Type", "application/octet-stream")
                        .PUT(BodyPublishers.ofByteArray(bytes))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());

        assertThat(response.body()).containsExactly(bytes);
        assertThat(response.headers().firstValue("content-type")).contains("application/octet-stream");
    }

    @Test
    void the_key_of_a_function_opens_no_other() throws Exception {
        String binary = app.url() + "api/binary?code=";

        int others = send(HttpRequest.newBuilder(URI.create(binary + app.functionKey("other")))
                        .PUT(BodyPublishers.ofString("a")))
                .statusCode();
        int own = send(HttpRequest.newBuilder(URI.create(binary + app.functionKey("binary")))
                        .PUT(BodyPublishers.ofString("a")))
                .statusCode();

        assertThat(others).isEqualTo(401);
        assertThat(own).isNotEqualTo(401);
    }

    @Test
    void a_text_arrives_as_no_bytes_whatever_the_function_wants() throws Exception {
        URI binary = URI.create(app.url() + "api/binary?code=" + app.functionKey());
        HttpRequest.Builder json = HttpRequest.newBuilder(binary).header("Content-Type", "application/json");

        assertThat(send(json.PUT(BodyPublishers.ofString("{}"))).statusCode()).isEqualTo(500);
        assertThat(put(binary, "without a type").statusCode()).isEqualTo(500);

        assertThat(AppBuilder.logsIn(app.logs()))
                .anySatisfy(log -> assertThat(log).content().contains("ClassCastException"));
    }

    @Test
    void bytes_that_are_no_text_arrive_as_replacements_and_a_byte_order_mark_does_not_arrive() throws Exception {
        URI orders = app.url().resolve("api/orders/1");

        assertThat(post(orders, new byte[] {'a', -1, 'b'}).body()).contains(" a\uFFFDb ");
        assertThat(post(orders, new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, 'a'})
                        .body())
                .contains(" a ");
        assertThat(post(orders, new byte[] {(byte) 0xFE, (byte) 0xFF, 0, 'a'}).body())
                .contains(" a ");
    }

    @Test
    void a_body_in_chunks_does_not_arrive() throws Exception {
        HttpResponse<String> response = send(HttpRequest.newBuilder(app.url().resolve("api/orders/1"))
                .POST(BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream("lost".getBytes(StandardCharsets.UTF_8)))));

        assertThat(response.body()).contains("(empty)");
    }

    @Test
    void a_parameter_without_a_value_does_not_arrive() throws Exception {
        assertThat(get("api/orders/1?x=").body()).isEqualTo("GET /api/orders/1 1 null null (empty) 0");
    }

    @Test
    void a_keyed_function_wants_its_key_in_a_header_or_in_the_query() throws Exception {
        URI binary = app.url().resolve("api/binary");

        assertThat(put(binary, "no").statusCode()).isEqualTo(401);
        assertThat(put(URI.create(binary + "?code=wrong"), "no").statusCode()).isEqualTo(401);
        assertThat(send(HttpRequest.newBuilder(URI.create(binary + "?code=" + app.functionKey()))
                                .header("Content-Type", "multipart/mixed; boundary=x")
                                .PUT(BodyPublishers.ofString("yes")))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_path_or_a_method_that_no_route_has_is_not_found() throws Exception {
        assertThat(get("api/nothing").statusCode()).isEqualTo(404);
        assertThat(get("orders/1").statusCode()).isEqualTo(404);
        assertThat(get("api/orders/1/2").statusCode()).isEqualTo(404);
        assertThat(put(app.url().resolve("api/orders/1"), "").statusCode()).isEqualTo(404);
    }

    @Test
    void a_url_of_4096_bytes_is_served_and_a_longer_one_is_not() throws Exception {
        String path = "/api/orders/1?x=";

        assertThat(get(path.substring(1) + "y".repeat(4096 - path.length())).statusCode())
                .isEqualTo(201);
        assertThat(get(path.substring(1) + "y".repeat(4097 - path.length())).statusCode())
                .isEqualTo(414);
    }

    @Test
    void a_body_above_100_mb_is_refused() throws Exception {
        byte[] body = new byte[(100 << 20) + 1];

        HttpResponse<String> response =
                send(HttpRequest.newBuilder(app.url().resolve("api/orders/1")).POST(BodyPublishers.ofByteArray(body)));

        assertThat(response.statusCode()).isEqualTo(413);
    }

    @Test
    void a_function_that_throws_answers_500_without_a_body() throws Exception {
        HttpResponse<String> response = get("api/orders/throw");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void a_failed_execution_is_a_500_too() throws Exception {
        host.faults().next(1, "Invoke", new Fault.Failed());

        assertThat(get("api/orders/1").statusCode()).isEqualTo(500);
        assertThat(get("api/orders/1").statusCode()).isEqualTo(201);
    }

    @Test
    void a_call_whose_instance_is_killed_is_a_bad_gateway_and_the_next_one_starts_another() {
        CompletableFuture<HttpResponse<String>> hanging = client.sendAsync(
                HttpRequest.newBuilder(app.url().resolve("api/orders/hang")).build(),
                HttpResponse.BodyHandlers.ofString());
        long before = app.metrics().get("orders").errors();
        Await.until("the call to be killed", () -> {
            app.killOne();
            return app.metrics().get("orders").errors() > before || hanging.isDone();
        });

        assertThat(hanging.join().statusCode()).isEqualTo(502);
        Await.until("a good answer", () -> isGood("api/orders/1"));
    }

    @Test
    void a_timer_that_is_fired_is_waited_for_and_fails_loudly() throws Exception {
        app.fire("clock");

        assertThat(app.metrics().get("clock").invocations()).isEqualTo(1);
        host.faults().next(1, "Invoke", new Fault.Failed());
        assertThatThrownBy(() -> app.fire("clock")).hasMessageContaining("clock failed: Simulated");
        assertThatThrownBy(() -> app.fire("orders")).isInstanceOf(IllegalArgumentException.class);
    }

    private boolean isGood(String path) {
        try {
            return get(path).statusCode() == 201;
        } catch (Exception e) {
            return false;
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(app.url() + path)));
    }

    private HttpResponse<String> post(URI uri, byte[] body) throws Exception {
        return send(HttpRequest.newBuilder(uri).POST(BodyPublishers.ofByteArray(body)));
    }

    private HttpResponse<String> put(URI uri, String body) throws Exception {
        return send(HttpRequest.newBuilder(uri).PUT(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}

package io.triskel.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class LoopbackServerTest {
    private final LinkedBlockingQueue<HttpExchange> putAside = new LinkedBlockingQueue<>();

    @Test
    void it_answers_on_the_loopback_address_only() throws Exception {
        try (LoopbackServer server = LoopbackServer.start("test", 2, LoopbackServerTest::ok)) {
            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(server.uri()).build(), HttpResponse.BodyHandlers.ofString());

            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(server.uri().getHost()).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void a_call_that_is_put_aside_holds_no_thread() throws Exception {
        try (LoopbackServer server = LoopbackServer.start("test", 1, call -> {
            if (call.getRequestURI().getPath().equals("/later")) {
                putAside.add(call);
            } else {
                ok(call);
            }
        })) {
            HttpClient client = HttpClient.newHttpClient();
            var later = client.sendAsync(
                    HttpRequest.newBuilder(server.uri().resolve("/later")).build(),
                    HttpResponse.BodyHandlers.ofString());
            HttpExchange held = putAside.take();

            HttpResponse<String> now = client.send(
                    HttpRequest.newBuilder(server.uri().resolve("/now")).build(), HttpResponse.BodyHandlers.ofString());
            server.resume(() -> ok(held));

            assertThat(now.statusCode()).isEqualTo(200);
            assertThat(later.join().statusCode()).isEqualTo(200);
        }
    }

    private static void ok(HttpExchange call) {
        try (call) {
            call.sendResponseHeaders(200, -1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

package io.triskel.hosting.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.triskel.event.PortException;
import io.triskel.hosting.operation.HttpFunctions.Endpoint;
import io.triskel.notify.Credential;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpFunctionsTest {
    private static final byte[] REQUEST = "{\"triskel\":\"replay\"}".getBytes(StandardCharsets.UTF_8);
    private static final Duration WITHIN = Duration.ofSeconds(30);

    private HttpServer server;
    private int status = 200;
    private String text = "{\"handled\":1}";
    private String received = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", call -> {
            received = call.getRequestMethod() + " " + call.getRequestURI() + " "
                    + call.getRequestHeaders().getFirst("x-key") + " "
                    + new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] answer = text.getBytes(StandardCharsets.UTF_8);
            call.sendResponseHeaders(status, answer.length);
            call.getResponseBody().write(answer);
            call.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/replay");
    }

    private HttpFunctions functions(Credential credential) {
        return new HttpFunctions(
                consumer -> new Endpoint(address(), credential), Map.of(401, "show the key"), InstantSource.system());
    }

    private static Credential key() {
        return (method, address, headers, body, deadline) -> Map.of("x-key", "secret");
    }

    @Test
    void a_request_is_posted_with_the_credential_and_its_answer_comes_back() {
        byte[] answer = functions(key()).invoke("payment", REQUEST, WITHIN);

        assertThat(received).isEqualTo("POST /replay secret {\"triskel\":\"replay\"}");
        assertThat(answer).asString(StandardCharsets.UTF_8).isEqualTo("{\"handled\":1}");
    }

    @Test
    void a_refusal_says_the_status_and_what_to_do_and_shows_no_page_of_a_gate() {
        status = 401;
        text = "<html>";

        assertThatThrownBy(() -> functions(key()).invoke("payment", REQUEST, WITHIN))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(address() + " answers 401: show the key");
    }

    @Test
    void a_request_that_the_function_refuses_says_why() {
        status = 400;
        text = "this is the function of consumer inventory";

        assertThatThrownBy(() -> functions(key()).invoke("payment", REQUEST, WITHIN))
                .hasMessage(address() + " answers 400, this is the function of consumer inventory");
    }

    @Test
    void a_function_that_is_not_there_and_a_credential_that_is_not_issued_are_told() {
        Credential none = (method, address, headers, body, deadline) -> {
            throw new PortException("No ID token was issued");
        };
        HttpFunctions gone = functions(key());
        server.stop(0);

        assertThatThrownBy(() -> gone.invoke("payment", REQUEST, WITHIN))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cannot be called: java.net.ConnectException");
        assertThatThrownBy(() -> functions(none).invoke("payment", REQUEST, WITHIN))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("No ID token was issued");
    }
}

package io.triskel.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BreakingProxyTest {
    private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: here\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final LoopbackServer server = LoopbackServer.start("echo", 2, exchange -> {
        exchange.sendResponseHeaders(200, 2);
        exchange.getResponseBody().write(new byte[] {'o', 'k'});
        exchange.close();
    });
    private final BreakingProxy proxy = BreakingProxy.before(server.authority());

    @AfterEach
    void close() {
        proxy.close();
        server.close();
    }

    @Test
    void what_is_sent_is_passed_on_and_answered() throws IOException {
        try (Socket client = connected()) {
            assertThat(answer(client)).startsWith("HTTP/1.1 200");
            assertThat(answer(client)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void a_forgotten_connection_is_reset_when_its_client_sends_and_others_are_not() throws IOException {
        try (Socket client = connected()) {
            assertThat(answer(client)).startsWith("HTTP/1.1 200");
            proxy.forgetConnections();

            assertThatThrownBy(() -> answer(client)).isInstanceOf(IOException.class);
        }
        try (Socket other = connected()) {
            assertThat(answer(other)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void an_answer_is_lost() throws IOException {
        try (Socket client = connected()) {
            assertThat(answer(client)).startsWith("HTTP/1.1 200");
            proxy.loseAnswers();

            assertThatThrownBy(() -> answer(client)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void a_reset_ends_connections_at_once() throws IOException {
        try (Socket client = connected()) {
            assertThat(answer(client)).startsWith("HTTP/1.1 200");
            proxy.resetConnections();

            assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(IOException.class);
            assertThat(proxy.connections()).isZero();
        }
    }

    private Socket connected() throws IOException {
        int colon = proxy.authority().lastIndexOf(':');
        Socket client = new Socket(
                proxy.authority().substring(0, colon),
                Integer.parseInt(proxy.authority().substring(colon + 1)));
        client.setSoTimeout((int) Await.LIMIT.toMillis());
        return client;
    }

    private static String answer(Socket client) throws IOException {
        client.getOutputStream().write(REQUEST);
        StringBuilder answer = new StringBuilder();
        while (!answer.toString().endsWith("ok")) {
            int next = client.getInputStream().read();
            if (next < 0) {
                throw new IOException("The connection ended");
            }
            answer.append((char) next);
        }
        return answer.toString();
    }
}

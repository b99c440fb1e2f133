package io.triskel.orders.deployed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.triskel.notify.Credential;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SmallCatalogueTest {
    private final ObjectMapper json = new ObjectMapper();
    private final Set<String> stocked = new TreeSet<>();
    private final Map<String, Long> published = new TreeMap<>();
    private final Map<String, Integer> asked = new TreeMap<>();
    private int refusal;
    private HttpServer server;
    private OrderClient client;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        client = new OrderClient(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"), Credential.none());
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    /** A pipeline whose ordering hears of a product between the first time that it is asked for it and the second. */
    private void answer(HttpExchange call) throws IOException {
        String path = call.getRequestURI().getPath();
        if (call.getRequestMethod().equals("GET")) {
            String product = path.substring("/products/".length());
            boolean heard = asked.merge(product, 1, Integer::sum) > 1;
            send(call, heard ? 200 : 404, heard ? "{\"version\":" + published.getOrDefault(product, 0L) + "}" : "{}");
            return;
        }
        JsonNode line = json.readTree(call.getRequestBody());
        String product = line.path("product").asText();
        if (refusal != 0) {
            send(call, refusal, "{\"detail\":\"not today\"}");
        } else if (path.equals("/products")) {
            published.merge(product, line.path("version").asLong(), Math::max);
            send(call, 202, "{}");
        } else {
            stocked.add(product);
            send(call, 200, "{}");
        }
    }

    private static void send(HttpExchange call, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (call) {
            call.sendResponseHeaders(status, bytes.length);
            call.getResponseBody().write(bytes);
        }
    }

    @Test
    void the_first_products_of_the_committed_input_are_published_and_stocked() {
        List<String> products = SmallCatalogue.put(client);

        assertThat(products).containsExactly("P-1001", "P-1002", "P-1003", "P-1004", "P-1005", "P-1006");
        assertThat(published)
                .containsOnlyKeys(products)
                .containsEntry("P-1001", 2L)
                .containsEntry("P-1002", 3L);
        assertThat(stocked).containsExactlyElementsOf(products);
    }

    @Test
    void it_waits_until_ordering_has_heard_of_each() {
        List<String> products = SmallCatalogue.put(client);

        assertThat(asked)
                .containsOnlyKeys(products)
                .allSatisfy((product, times) -> assertThat(times).isEqualTo(2));
    }

    @Test
    void what_is_not_taken_is_said() {
        refusal = 400;

        assertThatThrownBy(() -> SmallCatalogue.put(client))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("The catalogue was rejected: not today")
                .hasMessageContaining("P-1001");
    }
}

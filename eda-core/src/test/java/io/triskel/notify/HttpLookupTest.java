package io.triskel.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.triskel.event.Deadline;
import io.triskel.event.PortException;
import io.triskel.notify.Lookup.LookupAnswer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Against a real server on the loopback interface. */
class HttpLookupTest {
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final CountDownLatch testIsOver = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    /** It stands still, so that only the answers count as time, and not what comes before the request. */
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

    private final HttpLookup lookup = new HttpLookup(HttpClient.newHttpClient(), CLOCK, 1000);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        testIsOver.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Nested
    class When_the_server_answers {
        @Test
        void found_has_version_etag_and_body() {
            serve(exchange -> {
                exchange.getResponseHeaders().set("Entity-Version", "7");
                exchange.getResponseHeaders().set("ETag", "\"abc\"");
                answer(exchange, 200, "state");
            });

            LookupAnswer answer = lookup.fetch(address(), Optional.empty(), soon());

            assertThat(answer).isEqualTo(new LookupAnswer.Found(7, Optional.of("\"abc\""), bytes("state")));
            assertThat(requests).containsExactly("GET /orders/42 null");
        }

        @Test
        void the_request_is_conditional_with_an_etag() {
            serve(exchange -> {
                exchange.sendResponseHeaders(304, -1);
                exchange.close();
            });

            LookupAnswer answer = lookup.fetch(address(), Optional.of("\"abc\""), soon());

            assertThat(answer).isEqualTo(LookupAnswer.Stateless.NOT_MODIFIED);
            assertThat(requests).containsExactly("GET /orders/42 \"abc\"");
        }

        @Test
        void not_found_and_gone_are_missing() {
            serve(exchange -> answer(exchange, requests.size() == 1 ? 404 : 410, "no"));

            assertThat(lookup.fetch(address(), Optional.empty(), soon())).isEqualTo(LookupAnswer.Stateless.MISSING);
            assertThat(lookup.fetch(address(), Optional.empty(), soon())).isEqualTo(LookupAnswer.Stateless.MISSING);
        }

        @Test
        void a_redirect_is_not_followed() {
            serve(exchange -> {
                exchange.getResponseHeaders().set("Location", "/elsewhere");
                answer(exchange, 302, "");
            });

            assertThatThrownBy(() -> lookup.fetch(address(), Optional.empty(), soon()))
                    .isInstanceOf(PortException.class)
                    .hasMessageContaining("302");
            assertThat(requests).hasSize(1);
        }

        @Test
        void a_failure_of_the_server_is_the_ports() {
            serve(exchange -> answer(exchange, 503, "busy"));

            assertThatThrownBy(() -> lookup.fetch(address(), Optional.empty(), soon()))
                    .isInstanceOf(PortException.class)
                    .hasMessageContaining("503");
        }

        @Test
        void an_answer_without_a_version_or_with_none_that_is_a_number_is_the_ports_failure() {
            serve(exchange -> {
                if (requests.size() > 1) {
                    exchange.getResponseHeaders().set("Entity-Version", "seven");
                }
                answer(exchange, 200, "state");
            });

            assertThatThrownBy(() -> lookup.fetch(address(), Optional.empty(), soon()))
                    .isInstanceOf(PortException.class)
                    .hasMessageContaining("Entity-Version");
            assertThatThrownBy(() -> lookup.fetch(address(), Optional.empty(), soon()))
                    .isInstanceOf(PortException.class)
                    .hasMessageContaining("seven");
        }
    }

    @Nested
    class When_the_api_is_closed {
        private final Credential key = (method, address, headers, body, deadline) ->
                Map.of("X-Key", method + " " + address.getPath() + " " + headers + " " + body.length);

        @Test
        void a_lookup_without_a_credential_is_the_ports_failure_that_says_what_to_do() {
            serve(exchange -> answer(exchange, requests.size() == 1 ? 401 : 403, "no"));

            assertThatThrownBy(() -> lookup.fetch(address(), Optional.empty(), soon()))
                    .isInstanceOf(PortException.class)
                    .hasMessageContaining("answered 401: the caller is not authenticated")
                    .hasMessageContaining("credential");
            assertThatThrownBy(() -> lookup.fetch(address(), Optional.empty(), soon()))
                    .isInstanceOf(PortException.class)
                    .hasMessageContaining("answered 403: the caller is not allowed");
        }

        @Test
        void a_credential_sees_the_request_and_its_headers_are_sent_with_the_others() {
            List<String> keys = new CopyOnWriteArrayList<>();
            serve(exchange -> {
                keys.add(exchange.getRequestHeaders().getFirst("X-Key"));
                exchange.sendResponseHeaders(304, -1);
                exchange.close();
            });

            lookup.withCredential(key).fetch(address(), Optional.of("\"abc\""), soon());

            assertThat(requests).containsExactly("GET /orders/42 \"abc\"");
            assertThat(keys).containsExactly("GET /orders/42 {If-None-Match=\"abc\"} 0");
        }

        @Test
        void nothing_is_sent_when_there_is_no_credential_to_be_had() {
            serve(exchange -> versioned(exchange, "state"));
            Credential lost = (method, address, headers, body, deadline) -> {
                throw new PortException("The issuer of tokens does not answer");
            };

            assertThatThrownBy(() -> lookup.withCredential(lost).fetch(address(), Optional.empty(), soon()))
                    .isInstanceOf(PortException.class)
                    .hasMessageContaining("issuer");
            assertThat(requests).isEmpty();
        }
    }

    @Nested
    class When_the_answer_is_large {
        @Test
        void one_at_the_limit_is_read() {
            serve(exchange -> versioned(exchange, "x".repeat(1000)));

            LookupAnswer answer = lookup.fetch(address(), Optional.empty(), soon());

            assertThat(((LookupAnswer.Found) answer).body()).hasSize(1000);
        }

        @Test
        void one_byte_over_the_limit_is_refused() {
            serve(exchange -> versioned(exchange, "x".repeat(1001)));

            assertThatThrownBy(() -> lookup.fetch(address(), Optional.empty(), soon()))
                    .isInstanceOf(PortException.class)
                    .hasMessageContaining("1000 bytes");
        }

        @Test
        void one_that_never_ends_is_broken_off() {
            serve(exchange -> {
                exchange.getResponseHeaders().set("Entity-Version", "1");
                exchange.sendResponseHeaders(200, 0);
                OutputStream body = exchange.getResponseBody();
                while (testIsOver.getCount() > 0) {
                    body.write(bytes("x".repeat(500)));
                    body.flush();
                }
            });

            assertThatThrownBy(() -> lookup.fetch(address(), Optional.empty(), soon()))
                    .isInstanceOf(PortException.class)
                    .hasMessageContaining("larger");
        }
    }

    @Nested
    class When_time_runs_out {
        @Test
        void a_server_that_does_not_answer_is_given_up() {
            serve(exchange -> awaitEnd());

            assertThatThrownBy(() -> lookup.fetch(address(), Optional.empty(), in(Duration.ofMillis(100))))
                    .isInstanceOf(PortException.class)
                    .hasMessageContaining("did not answer within");
        }

        @Test
        void a_body_that_does_not_end_is_given_up() {
            serve(exchange -> {
                exchange.getResponseHeaders().set("Entity-Version", "1");
                exchange.sendResponseHeaders(200, 10);
                exchange.getResponseBody().write(1);
                exchange.getResponseBody().flush();
                awaitEnd();
            });

            assertThatThrownBy(() -> lookup.fetch(address(), Optional.empty(), in(Duration.ofMillis(200))))
                    .isInstanceOf(PortException.class)
                    .hasMessageContaining("did not answer within");
        }

        @Test
        void nobody_is_asked_after_the_deadline() {
            serve(exchange -> versioned(exchange, "state"));

            assertThatThrownBy(() -> lookup.fetch(address(), Optional.empty(), new Deadline(Instant.EPOCH)))
                    .isInstanceOf(PortException.class)
                    .hasMessageContaining("No time");
            assertThat(requests).isEmpty();
        }

        @Test
        void a_server_that_is_not_there_is_the_ports_failure() {
            URI nobody = address();
            server.stop(0);

            assertThatThrownBy(() -> lookup.fetch(nobody, Optional.empty(), soon()))
                    .isInstanceOf(PortException.class)
                    .hasMessageContaining("could not be looked up");
        }

        @Test
        void an_interrupt_ends_the_wait_and_stays() {
            serve(exchange -> awaitEnd());
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> lookup.fetch(address(), Optional.empty(), soon()))
                    .isInstanceOf(PortException.class)
                    .hasMessageContaining("Interrupted");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void a_client_that_follows_redirects_is_refused() {
        HttpClient following = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();

        assertThatThrownBy(() -> new HttpLookup(following, CLOCK))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("redirects");
    }

    private void serve(HttpHandler handler) {
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("If-None-Match"));
            handler.handle(exchange);
        });
    }

    private void awaitEnd() {
        try {
            testIsOver.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/orders/42");
    }

    private static void versioned(HttpExchange exchange, String body) throws IOException {
        exchange.getResponseHeaders().set("Entity-Version", "1");
        answer(exchange, 200, body);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = bytes(body);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Deadline soon() {
        return in(Duration.ofMinutes(4));
    }

    private static Deadline in(Duration allowed) {
        return Deadline.in(allowed, CLOCK);
    }
}

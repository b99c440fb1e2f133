package io.triskel.testkit.notify;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.triskel.notify.HttpLookup;
import io.triskel.notify.Lookup;
import io.triskel.notify.Lookup.LookupAnswer;
import io.triskel.testkit.ContractRun;
import io.triskel.testkit.InMemoryLookup;
import io.triskel.testkit.LookupContract;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The contract of lookups holds in memory and over HTTP, and can fail. */
class LookupContractProofTest {
    @Nested
    class In_memory extends Source {
        @Override
        protected Lookup lookup() {
            return source;
        }
    }

    /** Against a real server on the loopback interface. */
    @Nested
    class Over_http extends LookupContract {
        private final Lookup lookup = new HttpLookup(HttpClient.newHttpClient(), InstantSource.system());
        private final Map<String, LookupAnswer.Found> states = new ConcurrentHashMap<>();
        private HttpServer server;

        @BeforeEach
        void start() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", this::answer);
            server.start();
        }

        @AfterEach
        void stop() {
            server.stop(0);
        }

        private void answer(HttpExchange exchange) throws IOException {
            LookupAnswer.Found state = states.get(exchange.getRequestURI().getPath());
            try (exchange) {
                if (state == null) {
                    exchange.sendResponseHeaders(404, -1);
                } else if (state.etag()
                        .equals(Optional.ofNullable(exchange.getRequestHeaders().getFirst("If-None-Match")))) {
                    exchange.sendResponseHeaders(304, -1);
                } else {
                    exchange.getResponseHeaders().set(HttpLookup.VERSION_HEADER, Long.toString(state.version()));
                    exchange.getResponseHeaders().set("ETag", state.etag().orElseThrow());
                    exchange.sendResponseHeaders(200, state.body().length);
                    exchange.getResponseBody().write(state.body());
                }
            }
        }

        @Override
        protected Lookup lookup() {
            return lookup;
        }

        @Override
        protected URI address(String path) {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + path);
        }

        @Override
        protected void put(URI address, long version, byte[] state) {
            states.put(address.getPath(), new LookupAnswer.Found(version, Optional.of("\"v" + version + "\""), state));
        }
    }

    @Test
    void every_test_fails_where_nothing_is_done() {
        ContractRun.of(DoesNothing.class).everyTestFails();
    }

    @Test
    void a_lookup_that_ignores_the_etag_is_caught() {
        ContractRun.of(IgnoresTheEtag.class).isCaughtBy("what_has_not_changed_is_not_modified_or_found_as_it_was");
    }

    @Test
    void a_lookup_that_takes_any_etag_for_the_latest_is_caught() {
        ContractRun.of(TakesAnyEtag.class)
                .isCaughtBy("what_has_changed_is_found_although_the_caller_has_an_older_state");
    }

    abstract static class Source extends LookupContract {
        final InMemoryLookup source = new InMemoryLookup();

        @Override
        protected URI address(String path) {
            return URI.create("http://source.example/" + path);
        }

        @Override
        protected void put(URI address, long version, byte[] state) {
            source.put(address, version, state);
        }
    }

    static class DoesNothing extends Source {
        @Override
        protected Lookup lookup() {
            return (resolved, etag, deadline) -> LookupAnswer.Stateless.MISSING;
        }
    }

    static class IgnoresTheEtag extends Source {
        @Override
        protected Lookup lookup() {
            return (resolved, etag, deadline) -> source.fetch(resolved, Optional.empty(), deadline);
        }
    }

    static class TakesAnyEtag extends Source {
        @Override
        protected Lookup lookup() {
            return (resolved, etag, deadline) ->
                    etag.isPresent() ? LookupAnswer.Stateless.NOT_MODIFIED : source.fetch(resolved, etag, deadline);
        }
    }
}

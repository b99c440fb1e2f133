package io.triskel.orders.memory;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.triskel.event.Deadline;
import io.triskel.notify.HttpLookup;
import io.triskel.notify.Lookup;
import io.triskel.notify.Lookup.LookupAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Serves links to orders over HTTP, on this machine only and on a port that is free. */
final class OrderServer implements AutoCloseable {
    private final HttpServer server;
    private final AtomicReference<Lookup> orders =
            new AtomicReference<>((resolved, etag, deadline) -> LookupAnswer.Stateless.MISSING);

    private OrderServer(HttpServer server) {
        this.server = server;
        server.createContext("/", this::answer);
        server.start();
    }

    static OrderServer start() {
        try {
            return new OrderServer(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        } catch (IOException failed) {
            throw new UncheckedIOException("no free port for links to orders", failed);
        }
    }

    URI base() {
        InetSocketAddress address = server.getAddress();
        return URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + "/");
    }

    void serve(Lookup lookup) {
        orders.set(lookup);
    }

    @SuppressWarnings("try") // closing the exchange is all that is asked of it
    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            LookupAnswer answer;
            try {
                answer = orders.get()
                        .fetch(
                                exchange.getRequestURI(),
                                Optional.ofNullable(exchange.getRequestHeaders().getFirst("If-None-Match")),
                                new Deadline(Instant.MAX));
            } catch (RuntimeException | SimulatedCrash failed) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            if (answer instanceof LookupAnswer.Found found) {
                exchange.getResponseHeaders().set(HttpLookup.VERSION_HEADER, Long.toString(found.version()));
                found.etag().ifPresent(etag -> exchange.getResponseHeaders().set("ETag", etag));
                exchange.sendResponseHeaders(200, found.body().length);
                exchange.getResponseBody().write(found.body());
            } else {
                exchange.sendResponseHeaders(answer == LookupAnswer.Stateless.MISSING ? 404 : 304, -1);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

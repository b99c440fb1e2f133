package io.triskel.cli.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** An HTTP server on a free port of the loopback address, for a page of this machine. Each answer passes its guard first. */
final class LocalServer implements AutoCloseable {
    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final Guard guard = new Guard();

    /** Answers a request that passed the guard. */
    interface Route {
        /**
         * Answers.
         *
         * @throws Refusal if it cannot
         */
        void answer(HttpExchange exchange, String path) throws IOException, InterruptedException;
    }

    /** @param most requests at a time */
    LocalServer(int most) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException("no port of this machine can be listened on", failed);
        }
        threads = new ThreadPoolExecutor(0, most, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
            Thread thread = new Thread(work, "page");
            thread.setDaemon(true);
            return thread;
        });
        // Beyond that, the thread that accepts connections answers itself, and others wait.
        threads.setRejectedExecutionHandler(new ThreadPoolExecutor.CallerRunsPolicy());
        server.setExecutor(threads);
    }

    /** Answers requests from now on. */
    void start(Route route) {
        server.createContext("/", exchange -> answer(exchange, route));
        server.start();
    }

    Guard guard() {
        return guard;
    }

    /** {@return the page's address, with the token that actions need in its fragment, which no server sees} */
    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/#token=" + guard.token());
    }

    private void answer(HttpExchange exchange, Route route) throws IOException {
        try (exchange) {
            try {
                secure(exchange.getResponseHeaders());
                guard.requireOwnPage(exchange.getRequestHeaders());
                route.answer(exchange, exchange.getRequestURI().getRawPath());
            } catch (Refusal refused) {
                send(exchange, refused.status(), refused.body());
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void secure(Headers headers) {
        headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cache-Control", "no-store");
    }

    /**
     * Checks that a request has one of these methods.
     *
     * @throws Refusal if it has not
     */
    static void require(HttpExchange exchange, String... methods) {
        if (!List.of(methods).contains(exchange.getRequestMethod())) {
            exchange.getResponseHeaders().set("Allow", String.join(", ", methods));
            throw new Refusal(
                    405,
                    "wrong-method",
                    "This address does not take " + exchange.getRequestMethod().replaceAll("[^A-Z]", "") + ".",
                    "Use " + String.join(" or ", methods) + ".");
        }
    }

    static Refusal unknownPath() {
        return new Refusal(404, "unknown-path", "There is nothing at this address.", "Open the page's start.");
    }

    static void send(HttpExchange exchange, int status, ObjectNode answer) throws IOException {
        byte[] body = answer.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    /** Ends all connections. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}

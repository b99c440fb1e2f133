package io.triskel.console;

import com.sun.net.httpserver.HttpExchange;
import io.triskel.console.Screens.Part;
import io.triskel.console.Screens.Sent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Server-sent events: one thread per open connection, a bounded number of them. */
final class EventStream {
    static final int MOST = 16;

    /** Looks for news this often. */
    private static final long TICK_MILLIS = 250;

    private static final long KEEP_NANOS = 15_000_000_000L;

    private final Screens screens;
    private final Semaphore open = new Semaphore(MOST);
    private volatile boolean closed;
    private volatile long watchedNanos = System.nanoTime();

    EventStream(Screens screens) {
        this.screens = screens;
    }

    /** {@return when a page was open last, by {@link System#nanoTime}} */
    long watchedNanos() {
        return open.availablePermits() < MOST ? System.nanoTime() : watchedNanos;
    }

    /** Ends all connections soon. */
    void close() {
        closed = true;
    }

    /** Sends a screen's messages until the page goes away. */
    void serve(HttpExchange exchange, String screen) throws IOException {
        if (!screens.names().contains(screen)) {
            throw Refusal.notFound(
                    "There is no screen '" + Texts.cut(screen, 40) + "'.", "Ask for one of " + screens.names() + ".");
        }
        if (!open.tryAcquire()) {
            throw new Refusal(
                    503, "busy", MOST + " pages are connected already.", "Close one of them, then reload this page.");
        }
        try {
            stream(exchange, screen);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            watchedNanos = System.nanoTime();
            open.release();
        }
    }

    private void stream(HttpExchange exchange, String screen) throws IOException, InterruptedException {
        Optional<String> last = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Last-Event-ID"));
        Part part = screens.begin(screen, last);
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("X-Accel-Buffering", "no");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            write(out, "retry: 2000\n\n");
            long sent = System.nanoTime();
            while (!closed) {
                if (!part.messages().isEmpty()) {
                    write(out, text(part));
                    sent = System.nanoTime();
                } else if (System.nanoTime() - sent > KEEP_NANOS) {
                    write(out, ": \n\n");
                    sent = System.nanoTime();
                }
                part = screens.next(part.end(), TICK_MILLIS);
            }
        }
    }

    /** Texts are JSON of one line. */
    private static String text(Part part) {
        StringBuilder text = new StringBuilder();
        for (Sent message : part.messages()) {
            if (!message.id().isEmpty()) {
                text.append("id: ").append(message.id()).append('\n');
            }
            text.append("event: ").append(message.event()).append('\n');
            text.append("data: ").append(message.text()).append("\n\n");
        }
        return text.toString();
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}

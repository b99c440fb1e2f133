package io.triskel.cli.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** The page of a command that has no console behind it: the console's files, and one screen for reading, which this process fills. */
public final class OwnPage implements AutoCloseable {
    /** The most pages that may be connected for events. */
    private static final int PAGES = 12;

    private static final int REQUESTS = 16;

    /** A page hears at most four times a second. */
    private static final long TICK_MILLIS = 250;

    private static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(15);

    private final LocalServer server = new LocalServer(PAGES + REQUESTS);
    private final PageFiles files;
    private final String screen;
    private final Source source;
    private final Semaphore pages = new Semaphore(PAGES);
    /** How far each connected page has read. */
    private final Set<AtomicLong> read = ConcurrentHashMap.newKeySet();
    /** Numbers of another process mean nothing here. */
    private final String process = UUID.randomUUID().toString().substring(0, 8);

    private volatile boolean closed;

    /** What a page shows. */
    public interface Source {
        /** {@return what there is, as a console describes itself} */
        ObjectNode console();

        /** {@return all that a page needs which has read until this number; 0 for a new page} */
        List<Message> after(long number);

        /** {@return the highest number so far} */
        long last();
    }

    private OwnPage(PageFiles files, String screen, Source source) {
        this.files = files;
        this.screen = screen;
        this.source = source;
    }

    /**
     * Opens a page.
     *
     * @param files closed with the page
     * @param screen the only one
     */
    public static OwnPage open(PageFiles files, String screen, Source source) {
        OwnPage page = new OwnPage(files, screen, source);
        page.server.start(page::route);
        return page;
    }

    /** {@return the page's address} */
    public URI address() {
        return server.address();
    }

    private void route(HttpExchange exchange, String path) throws IOException, InterruptedException {
        LocalServer.require(exchange, "GET");
        if (path.equals("/api/console")) {
            LocalServer.send(exchange, 200, source.console());
        } else if (path.equals("/events")) {
            events(exchange);
        } else if (Gateway.FILE.matcher(path).matches()) {
            files.send(exchange, path);
        } else {
            throw LocalServer.unknownPath();
        }
    }

    private void events(HttpExchange exchange) throws IOException, InterruptedException {
        String query =
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
        if (!List.of(query.split("&", -1)).contains("screen=" + screen)) {
            throw new Refusal(404, "not-found", "There is no such screen.", "Ask for screen=" + screen + ".");
        }
        if (!pages.tryAcquire()) {
            throw Gateway.busy(PAGES);
        }
        AtomicLong position = new AtomicLong();
        read.add(position);
        try {
            serve(exchange, position);
        } finally {
            read.remove(position);
            pages.release();
        }
    }

    /** A page that comes back goes on after the last message it has; one of another process begins anew. */
    private OptionalLong continued(HttpExchange exchange) {
        String last = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Last-Event-ID"))
                .orElse("");
        return last.matches(process + "-\\d{1,18}")
                ? OptionalLong.of(Long.parseLong(last.substring(process.length() + 1)))
                : OptionalLong.empty();
    }

    private void serve(HttpExchange exchange, AtomicLong position) throws IOException, InterruptedException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream; charset=utf-8");
        exchange.sendResponseHeaders(200, 0);
        OptionalLong continued = continued(exchange);
        position.set(continued.orElse(0));
        try (OutputStream out = exchange.getResponseBody()) {
            write(out, "retry: 2000\n\n");
            if (continued.isEmpty()) {
                write(out, text(new Message(0, "hello", hello())));
            }
            long written = System.nanoTime();
            while (!closed) {
                StringBuilder text = new StringBuilder();
                long last = position.get();
                for (Message message : source.after(last)) {
                    text.append(text(message));
                    last = message.number();
                }
                if (text.isEmpty() && System.nanoTime() - written > KEEP_NANOS) {
                    text.append(": \n\n");
                }
                if (!text.isEmpty()) {
                    write(out, text.toString());
                    position.set(last);
                    written = System.nanoTime();
                }
                TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
            }
        }
    }

    private String hello() {
        return source.console()
                .objectNode()
                .put("schema", 1)
                .put("screen", screen)
                .put("at", source.console().path("now").asText())
                .toString();
    }

    private String text(Message message) {
        return "id: " + process + "-" + message.number() + "\nevent: " + message.event() + "\ndata: " + message.data()
                + "\n\n";
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Waits until each connected page has been sent all there is, but not for longer than this. */
    public void settle(Duration longest) {
        long until = System.nanoTime() + longest.toNanos();
        while (System.nanoTime() < until && read.stream().anyMatch(each -> each.get() < source.last())) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    /** Ends all connections. */
    @Override
    public void close() {
        closed = true;
        server.close();
        files.close();
    }
}

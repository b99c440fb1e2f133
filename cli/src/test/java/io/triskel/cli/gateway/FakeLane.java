package io.triskel.cli.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A console of one lane over real HTTP, which remembers what it was asked. */
final class FakeLane implements AutoCloseable {
    /** Ends the events that are open. */
    private static final String END = "END";

    final List<String> asked = new CopyOnWriteArrayList<>();
    private final String id;
    private final HttpServer server;
    private final List<String> events = new ArrayList<>();

    FakeLane(String id) throws IOException {
        this.id = id;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work);
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    String token() {
        return "secret-of-" + id;
    }

    synchronized void say(String event, String eventId) {
        events.add("id: " + eventId + "\nevent: " + event + "\ndata: {\"lane\":\"" + id + "\"}\n\n");
        notifyAll();
    }

    synchronized void endEvents() {
        events.add(END);
        notifyAll();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String token = exchange.getRequestHeaders().getFirst("X-Triskel-Token");
        String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
        asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + (body.isEmpty() ? "" : " " + body)
                + (token == null ? "" : " token " + token) + (last == null ? "" : " after " + last));
        exchange.getResponseHeaders().set("Content-Security-Policy", "policy of " + id);
        exchange.getResponseHeaders().set("Set-Cookie", "of=" + id);
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/events")) {
            stream(exchange);
            return;
        }
        boolean refuses = body.contains("refuse-" + id);
        byte[] answer = (path.equals("/api/console")
                        ? "{\"schema\":1,\"may\":\"act\",\"canPlace\":true,\"lanes\":[{\"id\":\"x\",\"evidence\":\"emulator\"}]}"
                        : refuses ? "{\"error\":\"no\",\"message\":\"no such product\"}" : "{\"of\":\"" + id + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(refuses ? 422 : 200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private void stream(HttpExchange exchange) throws IOException {
        String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write("retry: 2000\n\n: \n\n".getBytes(StandardCharsets.UTF_8));
            out.flush();
            int next = first(last);
            for (String message = message(next); !message.equals(END); message = message(++next)) {
                out.write(message.getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized int first(@Nullable String last) {
        int begin = events.lastIndexOf(END) + 1;
        for (int i = begin; i < events.size(); i++) {
            if (events.get(i).startsWith("id: " + last + "\n")) {
                return i + 1;
            }
        }
        return begin;
    }

    private synchronized String message(int number) throws InterruptedException {
        while (number >= events.size()) {
            wait();
        }
        return events.get(number);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}

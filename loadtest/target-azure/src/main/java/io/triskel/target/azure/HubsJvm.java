package io.triskel.target.azure;

import com.sun.net.httpserver.HttpExchange;
import io.triskel.local.LoopbackServer;
import io.triskel.local.OtherJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.regex.Pattern;

/**
 * Event Hubs in a separate JVM. Hubs are created and deleted by {@code PUT} and {@code DELETE}, in place of the management
 * plane.
 */
record HubsJvm(OtherJvm jvm, HttpClient http) implements Hubs {
    private static final Pattern LISTENING = Pattern.compile("hubs (Endpoint=\\S+) managed at (http://\\S+)\n");

    static HubsJvm start() {
        return new HubsJvm(
                OtherJvm.start(HubsJvm.class, LISTENING),
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());
    }

    /** Runs in the other JVM. */
    public static void main(String[] arguments) throws InterruptedException {
        try (Hubs hubs = Hubs.inThisJvm();
                LoopbackServer management = LoopbackServer.start("management", 1, exchange -> manage(hubs, exchange))) {
            OtherJvm.serve("hubs " + hubs.connectionString() + " managed at " + management.uri());
        }
    }

    private static void manage(Hubs hubs, HttpExchange exchange) throws IOException {
        try (exchange) {
            String hub = exchange.getRequestURI().getPath().substring(1);
            int status = 204;
            if (exchange.getRequestMethod().equals("PUT")) {
                hubs.create(hub);
            } else if (exchange.getRequestMethod().equals("DELETE")) {
                hubs.delete(hub);
            } else {
                status = 405;
            }
            exchange.sendResponseHeaders(status, -1);
        }
    }

    @Override
    public String connectionString() {
        return jvm.ready().group(1);
    }

    @Override
    public void create(String hub) {
        manage("PUT", hub);
    }

    @Override
    public void delete(String hub) {
        manage("DELETE", hub);
    }

    private void manage(String method, String hub) {
        URI management = URI.create(jvm.ready().group(2));
        HttpRequest request = HttpRequest.newBuilder(management.resolve("/").resolve(hub))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status != 204) {
                throw new IllegalStateException(method + " " + hub + " was answered with " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Event Hubs does not answer: " + jvm.tail(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a hub was managed", e);
        }
    }

    @Override
    public void close() {
        jvm.close();
    }
}

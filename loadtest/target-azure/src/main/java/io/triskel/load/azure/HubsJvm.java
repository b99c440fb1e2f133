package io.triskel.load.azure;

import com.sun.net.httpserver.HttpExchange;
import io.triskel.local.Await;
import io.triskel.local.ChildProcess;
import io.triskel.local.LoopbackServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Event Hubs in a JVM of its own, so that its work is not counted as that of whoever measures here. Hubs are created and deleted by
 * {@code PUT} and {@code DELETE}, which stands for the management plane. Ends with this JVM.
 */
final class HubsJvm implements Hubs {
    private static final Pattern LISTENING = Pattern.compile("hubs (Endpoint=\\S+) managed at (http://\\S+)\n");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ChildProcess process;
    private final Addresses addresses;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private HubsJvm(ChildProcess process, Addresses addresses) {
        this.process = process;
        this.addresses = addresses;
    }

    private record Addresses(String connectionString, URI management) {}

    static HubsJvm start() {
        ChildProcess process = ChildProcess.start(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HubsJvm.class.getName()),
                Path.of("").toAbsolutePath(),
                Map.of(),
                temporaryFile());
        return new HubsJvm(process, Await.value("Event Hubs to listen", PATIENCE, () -> addresses(process)));
    }

    /** What runs in the other JVM. */
    public static void main(String[] arguments) throws InterruptedException {
        try (Hubs hubs = Hubs.inThisJvm();
                LoopbackServer management = LoopbackServer.start("management", 1, exchange -> manage(hubs, exchange))) {
            System.out.println("hubs " + hubs.connectionString() + " managed at " + management.uri());
            new CountDownLatch(1).await();
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
        return addresses.connectionString();
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
        HttpRequest request = HttpRequest.newBuilder(
                        addresses.management().resolve("/").resolve(hub))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status != 204) {
                throw new IllegalStateException(method + " " + hub + " was answered with " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Event Hubs does not answer: " + process.tail(1000), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a hub was managed", e);
        }
    }

    @Override
    public void close() {
        process.close();
        try {
            Files.deleteIfExists(process.output());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Addresses> addresses(ChildProcess process) {
        String text = process.tail(1000);
        if (!process.isAlive()) {
            throw new IllegalStateException("Event Hubs did not start: " + text);
        }
        Matcher line = LISTENING.matcher(text);
        return line.find() ? Optional.of(new Addresses(line.group(1), URI.create(line.group(2)))) : Optional.empty();
    }

    private static Path temporaryFile() {
        try {
            return Files.createTempFile("triskel-eventhubs", ".log");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.triskel.cli.gateway;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** Calls the consoles of lanes. */
final class Forwarding {
    /** A replay runs for at most 10 seconds; only a fault reaches this. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The request's headers that concern a console. */
    private static final List<String> REQUEST = List.of("Content-Type", "If-None-Match");

    /** The answer's headers that concern the page, the policy against foreign scripts among them. */
    private static final List<String> RESPONSE = List.of(
            "Content-Type",
            "ETag",
            "Cache-Control",
            "Allow",
            "Content-Security-Policy",
            "X-Content-Type-Options",
            "Referrer-Policy",
            "Cross-Origin-Opener-Policy",
            "Cross-Origin-Resource-Policy");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    /**
     * Passes a request on, and its answer back.
     *
     * @param body of the request
     * @throws Refusal if the lane does not answer
     */
    void forward(HttpExchange exchange, Lane lane, byte[] body) throws IOException {
        Lane.Up up = lane.up().orElseThrow(() -> Refusal.down(lane, lane.down().orElse("")));
        URI asked = exchange.getRequestURI();
        HttpRequest.Builder request = request(
                        up, asked.getRawPath() + (asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery()))
                .timeout(PATIENCE);
        REQUEST.forEach(name -> Optional.ofNullable(exchange.getRequestHeaders().getFirst(name))
                .ifPresent(value -> request.header(name, value)));
        if (exchange.getRequestMethod().equals("POST")) {
            request.header(Guard.TOKEN, up.token()).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        }
        HttpResponse<InputStream> answer = send(lane, request.build());
        try (InputStream content = answer.body()) {
            RESPONSE.forEach(name -> answer.headers()
                    .firstValue(name)
                    .ifPresent(value -> exchange.getResponseHeaders().set(name, value)));
            boolean empty = answer.statusCode() == 304 || answer.statusCode() == 204;
            exchange.sendResponseHeaders(answer.statusCode(), empty ? -1 : 0);
            if (!empty) {
                content.transferTo(exchange.getResponseBody());
            }
        }
    }

    private HttpResponse<InputStream> send(Lane lane, HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofInputStream());
        } catch (IOException failed) {
            throw Refusal.down(lane, String.valueOf(failed.getMessage()));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw Refusal.down(lane, "interrupted");
        }
    }

    /** {@return what a lane's console answers to a request of the gateway itself} */
    CompletableFuture<HttpResponse<byte[]>> get(Lane.Up lane, String path) {
        return http.sendAsync(request(lane, path).timeout(PATIENCE).build(), BodyHandlers.ofByteArray());
    }

    /** Posts JSON to a lane. */
    CompletableFuture<HttpResponse<byte[]>> post(Lane.Up lane, String path, byte[] body) {
        return http.sendAsync(
                request(lane, path)
                        .timeout(PATIENCE)
                        .header(Guard.TOKEN, lane.token())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    /**
     * Opens a lane's events.
     *
     * @param last the id after which to continue; empty to begin
     * @param lines receives the lines
     * @return done when the stream has ended, with its status
     */
    CompletableFuture<Integer> events(Lane.Up lane, String path, Optional<String> last, Flow.Subscriber<String> lines) {
        HttpRequest.Builder request = request(lane, path);
        last.ifPresent(id -> request.header("Last-Event-ID", id));
        return http.sendAsync(request.build(), BodyHandlers.fromLineSubscriber(lines))
                .thenApply(HttpResponse::statusCode);
    }

    private static HttpRequest.Builder request(Lane.Up lane, String path) {
        return HttpRequest.newBuilder(lane.address().resolve(path));
    }
}

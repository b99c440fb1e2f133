package io.triskel.orders.deployed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.event.Deadline;
import io.triskel.notify.Credential;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Calls the pipeline over HTTP as a customer's client does: throttled, failed and unanswered calls are repeated as they are,
 * which is safe because the ids in every call make a duplicate recognisable. Each attempt sends a fresh credential.
 */
public final class OrderClient {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration ONE_TRY = Duration.ofSeconds(60);
    private static final long FIRST_DELAY_MILLIS = 25;
    private static final int DOUBLINGS = 5;
    private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

    private final URI base;
    private final Credential credential;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final ObjectMapper json = new ObjectMapper();

    /** Calls the pipeline at this address, with what opens it. */
    public OrderClient(URI base, Credential credential) {
        this.base = base;
        this.credential = credential;
    }

    /** The requests that have no answer yet. */
    private record Call(String method, URI address, Map<String, String> headers, byte[] body) {
        @Override
        public String toString() {
            return method + " " + address;
        }
    }

    /** An answer of the pipeline. */
    public record Answer(int status, JsonNode body) {
        /** {@return whether the call was carried out} */
        public boolean ok() {
            return status / 100 == 2;
        }

        /** {@return what a problem says (RFC 9457)} */
        public String detail() {
            return body.path("detail").asText("HTTP status " + status);
        }
    }

    /** The result of one attempt. */
    private record Attempt(
            @Nullable HttpResponse<byte[]> response,
            @Nullable Throwable failure) {
        /** Errors of servers and throttles may pass; everything else stays as it is. */
        Optional<HttpResponse<byte[]>> finalResponse() {
            return Optional.ofNullable(response)
                    .filter(answer -> answer.statusCode() < 500 && answer.statusCode() != 429);
        }

        String what() {
            return response == null ? String.valueOf(failure) : "HTTP status " + response.statusCode();
        }
    }

    /** Posts until there is an answer that repeating at once would not change; fails after two minutes without one. */
    public CompletableFuture<Answer> post(String path, String body) {
        return send("POST", path, JSON, body);
    }

    /**
     * Posts an order without waiting for the catalogue, for callers who know that ordering has heard of all earlier products.
     */
    CompletableFuture<Answer> order(String body) {
        return send("POST", "/orders", Map.of("Content-Type", "application/json", "Prefer", "wait=0"), body);
    }

    /**
     * Posts once, for callers who repeat by themselves; fails if there is no answer.
     *
     * @return the answer, also one that may pass
     */
    public CompletableFuture<Answer> postOnce(String path, String body) {
        return http.sendAsync(request(call("POST", path, JSON, body)), HttpResponse.BodyHandlers.ofByteArray())
                .thenApply(this::answer);
    }

    /** Gets an answer, repeating as {@link #post} does. */
    public CompletableFuture<Answer> get(String path) {
        return send("GET", path, Map.of(), "");
    }

    private CompletableFuture<Answer> send(String method, String path, Map<String, String> headers, String body) {
        return attempt(call(method, path, headers, body), 0, System.nanoTime() + PATIENCE.toNanos());
    }

    private Call call(String method, String path, Map<String, String> headers, String body) {
        return new Call(method, base.resolve(path), headers, body.getBytes(StandardCharsets.UTF_8));
    }

    private HttpRequest request(Call call) {
        HttpRequest.Builder request = HttpRequest.newBuilder(call.address())
                .timeout(ONE_TRY)
                .method(
                        call.method(),
                        call.body().length == 0
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofByteArray(call.body()));
        call.headers().forEach(request::header);
        credential
                .headers(
                        call.method(),
                        call.address(),
                        call.headers(),
                        call.body(),
                        Deadline.in(ONE_TRY, InstantSource.system()))
                .forEach(request::header);
        return request.build();
    }

    private CompletableFuture<Answer> attempt(Call call, int failures, long until) {
        return http.sendAsync(request(call), HttpResponse.BodyHandlers.ofByteArray())
                .handle(Attempt::new)
                .thenCompose(attempt -> {
                    Optional<HttpResponse<byte[]>> response = attempt.finalResponse();
                    if (response.isPresent()) {
                        return CompletableFuture.completedFuture(answer(response.get()));
                    }
                    if (System.nanoTime() > until) {
                        return CompletableFuture.failedFuture(new IllegalStateException(
                                call + " gave no answer within " + PATIENCE + ", last: " + attempt.what()));
                    }
                    return later(failures).thenCompose(none -> attempt(call, failures + 1, until));
                });
    }

    private static CompletableFuture<Void> later(int failures) {
        long millis = FIRST_DELAY_MILLIS << Math.min(failures, DOUBLINGS);
        return CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS));
    }

    private Answer answer(HttpResponse<byte[]> response) {
        try {
            return new Answer(response.statusCode(), json.readTree(response.body()));
        } catch (IOException notJson) {
            return new Answer(response.statusCode(), json.createObjectNode());
        }
    }
}

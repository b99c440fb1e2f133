package io.triskel.hosting.operation;

import io.triskel.event.Deadline;
import io.triskel.event.PortException;
import io.triskel.notify.Credential;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;

/** The consumers' own functions where they are invoked over HTTP. */
public final class HttpFunctions implements ConsumerFunctions {
    private static final Duration TO_CONNECT = Duration.ofSeconds(10);

    /** A function that starts, after others were found busy. */
    private static final Duration COLD_START = Duration.ofSeconds(60);

    private static final String JSON = "application/json";
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;

    /** As much of a refusal as a message shows. */
    private static final int SHOWN = 300;

    private final Function<String, Endpoint> endpoints;
    private final Map<Integer, String> advice;
    private final InstantSource clock;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TO_CONNECT)
            .build();

    /**
     * Calls nothing yet.
     *
     * @param endpoints of a consumer; an {@link IllegalStateException} says why there is none
     * @param advice what an operator does about a status, by the status
     */
    public HttpFunctions(Function<String, Endpoint> endpoints, Map<Integer, String> advice, InstantSource clock) {
        this.endpoints = endpoints;
        this.advice = Map.copyOf(advice);
        this.clock = clock;
    }

    /** Where a consumer's function takes operators' requests, and what opens it. */
    public record Endpoint(URI address, Credential credential) {}

    @Override
    public byte[] invoke(String consumer, byte[] request, Duration within) {
        Endpoint endpoint = endpoints.apply(consumer);
        Duration patience = within.plus(COLD_START);
        HttpResponse<byte[]> answer = send(endpoint.address(), post(endpoint, request, patience), patience);
        if (answer.statusCode() != OK) {
            throw new IllegalStateException(endpoint.address() + " answers " + answer.statusCode() + said(answer)
                    + advised(answer.statusCode()));
        }
        return answer.body();
    }

    private HttpRequest post(Endpoint endpoint, byte[] body, Duration patience) {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.address())
                .timeout(patience)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .header("Content-Type", JSON);
        try {
            endpoint.credential()
                    .headers(
                            "POST",
                            endpoint.address(),
                            Map.of("Content-Type", JSON),
                            body,
                            Deadline.in(patience, clock))
                    .forEach(request::setHeader);
        } catch (PortException noCredential) {
            throw new IllegalStateException(noCredential.getMessage(), noCredential);
        }
        return request.build();
    }

    private HttpResponse<byte[]> send(URI address, HttpRequest request, Duration patience) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (HttpTimeoutException late) {
            throw new IllegalStateException(
                    address + " does not answer within " + patience.toSeconds()
                            + " s; it may still be at work, and what it handles is not handled twice",
                    late);
        } catch (IOException failed) {
            throw new IllegalStateException(address + " cannot be called: " + failed, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + address, interrupted);
        }
    }

    /** What the function itself says is wrong with the request; hosts and gates answer with pages. */
    private static String said(HttpResponse<byte[]> answer) {
        if (answer.statusCode() != BAD_REQUEST) {
            return "";
        }
        String text = new String(answer.body(), StandardCharsets.UTF_8);
        return ", " + (text.length() > SHOWN ? text.substring(0, SHOWN) + "..." : text);
    }

    private String advised(int status) {
        return advice.containsKey(status) ? ": " + advice.get(status) : "";
    }
}

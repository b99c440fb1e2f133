package io.triskel.notify;

import io.triskel.event.Deadline;
import io.triskel.event.PortException;
import io.triskel.notify.Lookup.LookupAnswer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks up states over HTTP with the JDK's client: {@code GET}, conditional by {@code If-None-Match}.
 *
 * <p>200 is found, with the version in the header {@value #VERSION_HEADER}; 304 is not modified; 404 and 410 are missing;
 * any other status, also a redirect, 401 or 403, is a {@link PortException}. The body is read up to a limit and within the
 * deadline. A protected API gets a {@link Credential}.
 */
public final class HttpLookup implements Lookup {
    /** The response header with the state's version, a whole number. */
    public static final String VERSION_HEADER = "Entity-Version";

    private static final int MAX_BYTES = 256 * 1024;
    private static final byte[] NO_BODY = {};

    private final HttpClient client;
    private final InstantSource clock;
    private final int maxBytes;
    private final Credential credential;

    /** Makes a lookup for answers of at most 256 KiB. */
    public HttpLookup(HttpClient client, InstantSource clock) {
        this(client, clock, MAX_BYTES);
    }

    /**
     * Makes a lookup.
     *
     * @param client must not follow redirects, which could lead the request off its base
     * @param maxBytes most bytes of an answer's body
     */
    public HttpLookup(HttpClient client, InstantSource clock, int maxBytes) {
        this(client, clock, maxBytes, Credential.none());
    }

    private HttpLookup(HttpClient client, InstantSource clock, int maxBytes, Credential credential) {
        if (client.followRedirects() != HttpClient.Redirect.NEVER) {
            throw new IllegalArgumentException(
                    "A lookup's client must not follow redirects, but is set to " + client.followRedirects());
        }
        this.client = client;
        this.clock = clock;
        this.maxBytes = maxBytes;
        this.credential = credential;
    }

    /** {@return a lookup that sends this credential with each request} */
    public HttpLookup withCredential(Credential shown) {
        return new HttpLookup(client, clock, maxBytes, shown);
    }

    @Override
    public LookupAnswer fetch(URI resolved, Optional<String> etag, Deadline deadline) {
        requireTime(resolved, deadline);
        Map<String, String> condition =
                etag.map(known -> Map.of("If-None-Match", known)).orElse(Map.of());
        Map<String, String> proof = credential.headers("GET", resolved, condition, NO_BODY, deadline);
        HttpRequest.Builder request = HttpRequest.newBuilder(resolved).GET();
        condition.forEach(request::setHeader);
        proof.forEach(request::setHeader);
        return answer(resolved, send(request.build(), requireTime(resolved, deadline)));
    }

    private Duration requireTime(URI resolved, Deadline deadline) {
        Duration left = deadline.remaining(clock);
        if (left.isZero()) {
            throw new PortException("No time is left to look up " + resolved);
        }
        return left;
    }

    private HttpResponse<byte[]> send(HttpRequest request, Duration left) {
        CompletableFuture<HttpResponse<byte[]>> response =
                client.sendAsync(request, head -> new LimitedBody(maxBytes, request.uri()));
        try {
            return response.get(left.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            response.cancel(true);
            throw new PortException(request.uri() + " did not answer within " + left, late);
        } catch (InterruptedException interrupted) {
            response.cancel(true);
            Thread.currentThread().interrupt();
            throw new PortException("Interrupted while looking up " + request.uri(), interrupted);
        } catch (ExecutionException failed) {
            throw new PortException(request.uri() + " could not be looked up: " + failed.getMessage(), failed);
        }
    }

    private static LookupAnswer answer(URI address, HttpResponse<byte[]> response) {
        return switch (response.statusCode()) {
            case 200 ->
                new LookupAnswer.Found(
                        version(address, response.headers()), response.headers().firstValue("ETag"), response.body());
            case 304 -> LookupAnswer.Stateless.NOT_MODIFIED;
            case 404, 410 -> LookupAnswer.Stateless.MISSING;
            case 401 ->
                throw new PortException(address + " answered 401: the caller is not authenticated; give the lookup "
                        + "a credential that this API accepts");
            case 403 ->
                throw new PortException(address + " answered 403: the caller is not allowed; grant its identity "
                        + "access, or give the lookup a credential");
            default ->
                throw new PortException(
                        address + " answered status " + response.statusCode() + ", expected 200, 304 or 404");
        };
    }

    private static long version(URI address, HttpHeaders headers) {
        String text = headers.firstValue(VERSION_HEADER)
                .orElseThrow(() -> new PortException(
                        address + " answered without the header " + VERSION_HEADER + ", so its version is unknown"));
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException notANumber) {
            throw new PortException(
                    address + " answered with " + VERSION_HEADER + " '" + text + "', expected a whole number",
                    notANumber);
        }
    }
}

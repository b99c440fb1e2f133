package io.triskel.local.gcp.functions;

import com.sun.net.httpserver.HttpExchange;
import io.triskel.local.LoopbackServer;
import io.triskel.local.gcp.identity.TokenIssuer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Serves a function over HTTP, on a loopback port. A function that requires authentication accepts only calls with an
 * invoker's ID token: 403 without a token or for other callers, 401 for an invalid token (Cloud Run documentation,
 * "Troubleshoot"; for 401 github.com/google/adk-python issue 3814). The function gets the token without its signature,
 * as on Cloud Run.
 */
public final class FunctionUrl implements AutoCloseable {
    /** "Maximum HTTP/1 request size: 32 MiB" (Cloud Run documentation, "Quotas and limits"). */
    private static final int REQUEST_BYTES = 32 << 20;

    private static final int THREADS = 16;
    private static final String AUTHORIZATION = "Authorization";
    private static final Set<String> NOT_PASSED_ON =
            Set.of(":status", "connection", "content-length", "date", "server", "transfer-encoding");

    private final CloudFunction function;
    private final Optional<Invokers> invokers;
    private final LoopbackServer server;

    /** @param invokers the permitted callers; empty for a public function */
    FunctionUrl(CloudFunction function, Optional<Invokers> invokers) {
        this.function = function;
        this.invokers = invokers;
        this.server = LoopbackServer.start("url-" + function.definition().name(), THREADS, this::serve);
    }

    /** The permitted callers, by the tokens of an issuer and their e-mail addresses. */
    record Invokers(TokenIssuer issuer, Predicate<String> emails) {}

    public URI uri() {
        return server.uri();
    }

    @Override
    public void close() {
        server.close();
    }

    // The call is set aside until the function answers, so that slow functions hold no threads.
    private void serve(HttpExchange call) throws IOException {
        byte[] body = call.getRequestBody().readNBytes(REQUEST_BYTES + 1);
        Optional<FunctionResponse> refusal = invokers.flatMap(known -> refusal(call, known));
        if (refusal.isPresent()) {
            answer(call, refusal.get());
            return;
        }
        if (body.length > REQUEST_BYTES) {
            answer(call, FunctionResponse.instead(413, "Request Entity Too Large"));
            return;
        }
        URI uri = call.getRequestURI();
        String path = uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery();
        Map<String, List<String>> headers = new LinkedHashMap<>();
        call.getRequestHeaders().forEach((name, values) -> headers.put(name, new ArrayList<>(values)));
        if (invokers.isPresent()) {
            headers.computeIfPresent(
                    AUTHORIZATION,
                    (name, values) -> List.of(values.get(0).replaceFirst("\\.[^.]*$", ".SIGNATURE_REMOVED_BY_GOOGLE")));
        }
        headers.put(
                "X-Forwarded-For", List.of(call.getRemoteAddress().getAddress().getHostAddress()));
        headers.put("X-Forwarded-Proto", List.of("http"));
        var unused = function.invoke(new FunctionRequest(call.getRequestMethod(), path, headers, body))
                .thenAccept(response -> answer(call, response));
    }

    private Optional<FunctionResponse> refusal(HttpExchange call, Invokers known) {
        String shown = Optional.ofNullable(call.getRequestHeaders().getFirst(AUTHORIZATION))
                .orElse("");
        if (shown.isEmpty()) {
            return Optional.of(page(
                    403,
                    "Forbidden",
                    "Your client does not have permission to get URL <code>"
                            + call.getRequestURI().getRawPath() + "</code> from this server."));
        }
        // The audience is the function's address, with or without a path, or that of a person's token.
        String token = shown.regionMatches(true, 0, "Bearer ", 0, "Bearer ".length())
                ? shown.substring("Bearer ".length()).strip()
                : "";
        Optional<String> caller = known.issuer()
                .caller(
                        token,
                        audience -> (audience + "/").startsWith(uri() + "/") || audience.equals(TokenIssuer.GCLOUD));
        if (caller.isEmpty()) {
            return Optional.of(page(
                    401,
                    "Unauthorized",
                    "Your client does not have permission to the requested URL <code>"
                            + call.getRequestURI().getRawPath() + "</code>."));
        }
        return known.emails().test(caller.get())
                ? Optional.empty()
                : Optional.of(page(
                        403,
                        "Forbidden",
                        "Your client does not have permission to get URL <code>"
                                + call.getRequestURI().getRawPath() + "</code> from this server."));
    }

    private static FunctionResponse page(int status, String title, String text) {
        String html = "<html><head>\n<title>" + status + " " + title + "</title>\n</head>\n<body>\n<h1>Error: " + title
                + "</h1>\n<h2>" + text + "</h2>\n</body></html>\n";
        return new FunctionResponse(
                status,
                Map.of("content-type", List.of("text/html; charset=UTF-8")),
                html.getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange call, FunctionResponse response) {
        try (call) {
            response.headers().forEach((name, values) -> {
                if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                    values.forEach(value -> call.getResponseHeaders().add(name, value));
                }
            });
            boolean withoutBody = response.body().length == 0
                    || response.status() == 204
                    || response.status() == 304
                    || call.getRequestMethod().equals("HEAD");
            call.sendResponseHeaders(response.status(), withoutBody ? -1 : response.body().length);
            if (!withoutBody) {
                call.getResponseBody().write(response.body());
            }
        } catch (IOException e) {
            // The client has disconnected.
        }
    }
}

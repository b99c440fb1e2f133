package io.triskel.local.azure.functions;

import com.sun.net.httpserver.HttpExchange;
import io.triskel.local.LoopbackServer;
import io.triskel.local.azure.functions.wire.Data;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Serves an app over HTTP: finds the function by route and method, checks the key, and converts requests and results.
 */
final class HttpFront implements AutoCloseable {
    /** "The HTTP request length is limited to 100 MB, the URL length to 4 KB" ("Azure Functions HTTP trigger"). */
    private static final int REQUEST_BYTES = 100 << 20;

    private static final int URL_BYTES = 4 << 10;

    private final String prefix;
    private final AppDefinition keys;
    private final List<Endpoint> endpoints;
    private final Invoker invoker;
    private final LoopbackServer server;

    /**
     * @param prefix of all routes
     * @param app has the keys that callers of keyed functions must send
     * @param functions the functions with HTTP triggers
     */
    HttpFront(AppDefinition app, String prefix, List<FunctionDefinition> functions, Invoker invoker) {
        this.prefix = prefix;
        this.keys = app;
        this.invoker = invoker;
        List<Endpoint> found = new ArrayList<>();
        for (FunctionDefinition function : functions) {
            if (function.trigger() instanceof Trigger.Http trigger) {
                found.add(new Endpoint(function.name(), trigger));
            }
        }
        // The real host sorts functions by name, as OrdinalIgnoreCase does, adds their routes in this order, and takes
        // the first
        // that matches (azure-functions-host: FunctionMetadataManager, WebScriptHostHttpRoutesManager; issues 3153 and
        // 9876).
        found.sort(Comparator.comparing(endpoint -> endpoint.function.toUpperCase(Locale.ROOT)));
        this.endpoints = List.copyOf(found);
        this.server = LoopbackServer.start("app-" + app.name(), 16, this::serve);
    }

    /** Executes a function on some instance. */
    interface Invoker {
        CompletableFuture<ExecutionOutcome> invoke(String function, Function<List<String>, Map<String, Data>> inputs);
    }

    private record Endpoint(String function, Trigger.Http trigger) {
        Optional<Map<String, String>> match(String method, String path) {
            return trigger.methods().isEmpty() || trigger.methods().contains(method)
                    ? trigger.route().match(path)
                    : Optional.empty();
        }
    }

    URI uri() {
        return URI.create(server.uri() + "/");
    }

    @Override
    public void close() {
        server.close();
    }

    private void serve(HttpExchange call) throws IOException {
        if (call.getRequestURI().toString().length() > URL_BYTES) {
            answer(call, 414);
            return;
        }
        String path = call.getRequestURI().getRawPath();
        String root = prefix.isEmpty() ? "/" : "/" + prefix + "/";
        if (!path.toLowerCase(Locale.ROOT).startsWith(root.toLowerCase(Locale.ROOT))) {
            answer(call, 404);
            return;
        }
        for (Endpoint endpoint : endpoints) {
            // As in the service, a method that no route accepts is answered like an unknown path.
            Optional<Map<String, String>> parameters =
                    endpoint.match(call.getRequestMethod(), path.substring(root.length()));
            if (parameters.isPresent()) {
                serve(call, endpoint, parameters.get());
                return;
            }
        }
        answer(call, 404);
    }

    // The call is set aside until the function answers, so that slow functions hold no threads.
    private void serve(HttpExchange call, Endpoint endpoint, Map<String, String> parameters) throws IOException {
        Map<String, String> query = query(call.getRequestURI().getRawQuery());
        if (endpoint.trigger.keyed() && !opens(shownKey(call, query), endpoint)) {
            answer(call, 401);
            return;
        }
        byte[] body = call.getRequestBody().readNBytes(REQUEST_BYTES + 1);
        if (body.length > REQUEST_BYTES) {
            answer(call, 413);
            return;
        }
        Map<String, String> headers = headers(call);
        Data.Request request = new Data.Request(
                call.getRequestMethod(),
                server.uri() + call.getRequestURI().toString(),
                headers,
                query,
                HttpBody.of(headers, body));
        Map<String, String> metadata = new LinkedHashMap<>(query);
        metadata.putAll(parameters);
        var unused = invoker.invoke(endpoint.function, names -> inputs(endpoint, request, metadata, names))
                // Answered on the server's threads: a slow client must not hold up the worker's other messages.
                .thenAccept(outcome -> server.resume(() -> answer(call, outcome)));
    }

    /** A host key opens all functions, a function's key that function ("Work with access keys in Azure Functions"). */
    private boolean opens(String shown, Endpoint endpoint) {
        return shown.equals(keys.functionKey()) || shown.equals(keys.functionKey(endpoint.function));
    }

    /**
     * The header takes precedence, even if it is empty (azure-functions-host, {@code AuthenticationLevelHandler}). The
     * comparison ends at the first different character; timing attacks do not matter on a loopback address.
     */
    private static String shownKey(HttpExchange call, Map<String, String> query) {
        return Optional.ofNullable(call.getRequestHeaders().getFirst("x-functions-key"))
                .orElseGet(() -> query.getOrDefault("code", ""));
    }

    private static Map<String, Data> inputs(
            Endpoint endpoint, Data.Request request, Map<String, String> metadata, List<String> names) {
        Map<String, Data> inputs = new LinkedHashMap<>();
        inputs.put(endpoint.trigger.binding(), request);
        for (String name : names) {
            inputs.put(name, metadata.containsKey(name) ? new Data.Text(metadata.get(name)) : new Data.Nothing());
        }
        return inputs;
    }

    private static Map<String, String> headers(HttpExchange call) {
        Map<String, String> headers = new LinkedHashMap<>();
        call.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        return headers;
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new LinkedHashMap<>();
        if (raw != null && !raw.isEmpty()) {
            for (String pair : raw.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                query.merge(name, equals < 0 ? "" : decode(pair.substring(equals + 1)), (a, b) -> a + "," + b);
            }
        }
        // As in the real host, a parameter without a value does not reach the worker.
        query.values().removeIf(String::isEmpty);
        return query;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static void answer(HttpExchange call, ExecutionOutcome outcome) {
        outcome.<Runnable>fold(
                        succeeded -> () -> answer(call, succeeded.result()),
                        failed -> () -> answer(call, 500),
                        timedOut -> () -> answer(call, 500),
                        lost -> () -> answer(call, 502))
                .run();
    }

    private static void answer(HttpExchange call, Data result) {
        if (result instanceof Data.Response response) {
            response.headers()
                    .forEach((name, value) -> call.getResponseHeaders().set(name, value));
            answer(call, response.status(), response.body());
        } else if (result instanceof Data.Bytes bytes) {
            answer(call, 200, bytes.value());
        } else {
            answer(call, 204);
        }
    }

    private static void answer(HttpExchange call, int status) {
        answer(call, status, new byte[0]);
    }

    private static void answer(HttpExchange call, int status, byte[] body) {
        try (call) {
            boolean withoutBody = body.length == 0
                    || status == 204
                    || status == 304
                    || call.getRequestMethod().equals("HEAD");
            if (!withoutBody) {
                call.getResponseHeaders().putIfAbsent("Content-type", List.of("text/plain; charset=utf-8"));
            }
            call.sendResponseHeaders(status, withoutBody ? -1 : body.length);
            if (!withoutBody) {
                call.getResponseBody().write(body);
            }
        } catch (IOException e) {
            // The client has disconnected.
        }
    }
}

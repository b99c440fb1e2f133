package io.triskel.console;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsExchange;
import io.triskel.codec.JsonObject;
import io.triskel.event.PortException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The console as a handler of the JDK's HTTP server: checks each request, then serves the page, the events or the API. */
final class Web implements HttpHandler {
    private static final int MOST_BYTES = 64 * 1024;

    /** A document of thirty messages has 70 KiB. */
    private static final int MOST_OF_A_DOCUMENT = 1024 * 1024;

    private final Guard guard;
    private final Assets assets;
    private final EventStream events;
    private final Api api;
    private final Function<HttpExchange, String> identity;

    Web(Guard guard, EventStream events, Api api, Function<HttpExchange, String> identity) {
        this.guard = guard;
        this.assets = new Assets();
        this.events = events;
        this.api = api;
        this.identity = identity;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Guard.secure(exchange.getResponseHeaders());
            Optional<Answer> answer = answer(exchange);
            if (answer.isPresent()) {
                send(exchange, answer.get());
            }
        }
    }

    /** {@return the answer; empty if events were sent} */
    private Optional<Answer> answer(HttpExchange exchange) throws IOException {
        try {
            guard.requireOwnHost(exchange.getRequestHeaders());
            String path = path(exchange);
            if (path.equals("events") && !exchange.getRequestMethod().equals("HEAD")) {
                requireMethod(exchange, "GET");
                guard.requireReader(exchange);
                events.serve(exchange, ofThisLane(query(exchange)).getOrDefault("screen", ""));
                return Optional.empty();
            }
            if (path.startsWith("api/")) {
                return Optional.of(api(exchange, path.substring("api/".length())));
            }
            requireMethod(exchange, "GET");
            return Optional.of(assets.find(path).orElseThrow(() -> unknownPath(path)));
        } catch (Refusal refused) {
            return Optional.of(refused.answer());
        } catch (PortException failed) {
            return Optional.of(portFailed(failed).answer());
        } catch (RuntimeException bug) {
            return Optional.of(new Refusal(
                            500,
                            "failed",
                            "The console failed: " + bug.getClass().getSimpleName() + ".",
                            "Report it as a bug, with what you did.")
                    .answer());
        }
    }

    static Refusal portFailed(PortException failed) {
        return new Refusal(
                        503,
                        "port-failed",
                        "A store or the bus did not answer: " + Texts.firstLine(failed),
                        "Try again. If it stays so, look at the service itself.")
                .with("cause", Texts.firstLine(failed));
    }

    private Map<String, String> ofThisLane(Map<String, String> query) {
        String lane = query.getOrDefault("lane", "all");
        if (!lane.equals("all")) {
            api.requireLane(lane);
        }
        return query;
    }

    private Answer api(HttpExchange exchange, String path) throws IOException {
        boolean posts = exchange.getRequestMethod().equals("POST");
        if (!posts) {
            requireMethod(exchange, "GET");
            guard.requireReader(exchange);
        }
        JsonObject body = JsonObject.empty();
        if (posts) {
            guard.requireToken(exchange.getRequestHeaders());
            body = body(exchange, path.endsWith("/types/check") ? MOST_OF_A_DOCUMENT : MOST_BYTES);
        }
        if (path.equals("session") && posts) {
            return Answer.json(JsonObject.empty())
                    .with("Set-Cookie", guard.setCookie(exchange, exchange instanceof HttpsExchange));
        }
        List<String> segments =
                Arrays.stream(path.split("/", -1)).map(Web::decoded).toList();
        return api.answer(new Call(posts ? "POST" : "GET", segments, query(exchange), identity.apply(exchange), body));
    }

    private static JsonObject body(HttpExchange exchange, int most) throws IOException {
        String type = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Content-Type"))
                .orElse("");
        if (!type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
            throw new Refusal(415, "not-json", "The body must be application/json.", "Set the Content-Type.");
        }
        byte[] bytes = exchange.getRequestBody().readNBytes(most + 1);
        if (bytes.length > most) {
            throw new Refusal(413, "too-large", "The body has more than " + most + " bytes.", "Send less, in steps.");
        }
        try {
            return JsonObject.parse(new String(bytes, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notJson) {
            throw Refusal.badRequest("The body is not a JSON object.", "Send one, {} at least.");
        }
    }

    private static void requireMethod(HttpExchange exchange, String only) {
        String method = exchange.getRequestMethod();
        if (!method.equals(only) && !(only.equals("GET") && method.equals("HEAD"))) {
            throw new Refusal(
                    405, "wrong-method", "This path has no " + Texts.cut(method, 20) + ".", "Use " + only + ".");
        }
    }

    private static Refusal unknownPath(String path) {
        return new Refusal(
                404, "unknown-path", "There is nothing at /" + Texts.cut(path, 80) + ".", "See docs/console.md.");
    }

    private static String path(HttpExchange exchange) {
        String context = exchange.getHttpContext().getPath();
        String path = exchange.getRequestURI().getRawPath();
        String rest = path.startsWith(context) ? path.substring(context.length()) : path;
        return rest.startsWith("/") ? rest.substring(1) : rest;
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new LinkedHashMap<>();
        String raw = Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return query;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            throw Refusal.badRequest("The address is not URL-encoded.", "Encode it.");
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", answer.type());
        headers.set("Cache-Control", "no-store");
        answer.headers().forEach(headers::set);
        String tag = answer.headers().get("ETag");
        if (tag != null && tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
            exchange.sendResponseHeaders(304, -1);
        } else if (exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Content-Length", "" + answer.body().length);
            exchange.sendResponseHeaders(answer.status(), -1);
        } else {
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }
}

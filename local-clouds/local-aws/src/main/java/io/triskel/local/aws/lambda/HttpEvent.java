package io.triskel.local.aws.lambda;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Writes an HTTP request as an event of payload format 2.0. */
final class HttpEvent {
    private static final DateTimeFormatter COMMON_LOG = DateTimeFormatter.ofPattern(
                    "dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private static final String ACCOUNT = "000000000000";

    private final InstantSource clock;

    HttpEvent(InstantSource clock) {
        this.clock = clock;
    }

    /** @param accessKey the id of the key that signed the call; empty for a public function */
    byte[] of(HttpExchange call, Optional<String> accessKey, byte[] body) {
        URI uri = call.getRequestURI();
        String query = Optional.ofNullable(uri.getRawQuery()).orElse("");
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("version", "2.0").put("routeKey", "$default");
        event.put("rawPath", uri.getRawPath()).put("rawQueryString", query);
        headers(call, event);
        query(query, event);
        context(call, uri, accessKey, event.putObject("requestContext"));
        if (body.length > 0) {
            boolean text = isText(call);
            event.put(
                    "body",
                    text
                            ? new String(body, StandardCharsets.UTF_8)
                            : Base64.getEncoder().encodeToString(body));
            event.put("isBase64Encoded", !text);
        } else {
            event.put("isBase64Encoded", false);
        }
        return event.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void headers(HttpExchange call, ObjectNode event) {
        ObjectNode headers = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, List<String>> header : call.getRequestHeaders().entrySet()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (name.equals("cookie")) {
                ArrayNode cookies = event.putArray("cookies");
                header.getValue().stream()
                        .flatMap(value -> List.of(value.split("; *", -1)).stream())
                        .forEach(cookies::add);
            } else {
                headers.put(name, String.join(",", header.getValue()));
            }
        }
        event.set("headers", headers);
    }

    private static void query(String query, ObjectNode event) {
        if (query.isEmpty()) {
            return;
        }
        ObjectNode parameters = event.putObject("queryStringParameters");
        for (String part : query.split("&", -1)) {
            int equals = part.indexOf('=');
            String name = decode(equals < 0 ? part : part.substring(0, equals));
            String value = equals < 0 ? "" : decode(part.substring(equals + 1));
            parameters.put(name, parameters.has(name) ? parameters.get(name).textValue() + "," + value : value);
        }
    }

    private void context(HttpExchange call, URI uri, Optional<String> accessKey, ObjectNode context) {
        Instant now = clock.instant();
        context.put("accountId", accessKey.isPresent() ? ACCOUNT : "anonymous").put("apiId", "local");
        accessKey.ifPresent(id -> context.putObject("authorizer")
                .putObject("iam")
                .put("accessKey", id)
                .put("accountId", ACCOUNT)
                .put("callerId", ACCOUNT)
                .put("userArn", "arn:aws:iam::" + ACCOUNT + ":root")
                .put("userId", ACCOUNT));
        context.put("domainName", "local.lambda-url.us-east-1.on.aws").put("domainPrefix", "local");
        context.putObject("http")
                .put("method", call.getRequestMethod())
                .put("path", uri.getRawPath())
                .put("protocol", call.getProtocol())
                .put("sourceIp", call.getRemoteAddress().getAddress().getHostAddress())
                .put(
                        "userAgent",
                        Optional.ofNullable(call.getRequestHeaders().getFirst("User-Agent"))
                                .orElse(""));
        context.put("requestId", UUID.randomUUID().toString()).put("routeKey", "$default");
        context.put("stage", "$default").put("time", COMMON_LOG.format(now)).put("timeEpoch", now.toEpochMilli());
    }

    private static boolean isText(HttpExchange call) {
        String type = Optional.ofNullable(call.getRequestHeaders().getFirst("Content-Type"))
                .orElse("")
                .toLowerCase(Locale.ROOT);
        return type.startsWith("text/") || type.matches("application/([a-z0-9.-]+\\+)?(json|xml|javascript)(;.*)?");
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}

package io.triskel.local.azure.monitor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import io.triskel.local.LoopbackServer;
import io.triskel.local.azure.roles.DataAction;
import io.triskel.local.azure.roles.RoleAssignments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes custom metrics of Azure resources ("Ingest custom metrics for an Azure resource using the REST API"), and issues tokens of managed
 * identities to apps ("How to use managed identities for App Service and Azure Functions", REST endpoint).
 *
 * <p>Where the documents say nothing, it refuses: a token for another audience, however similar; a body without a length or of another type
 * than JSON; a field that the example does not have. Status codes other than 400 and 403 are our own choice.
 */
public final class MetricsServer implements AutoCloseable {
    /** The audience of tokens, with its last slash ("Authentication"). */
    public static final String AUDIENCE = "https://monitoring.azure.com/";

    /** The resource that {@link #environment} names. */
    public static final String RESOURCE = "subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/local"
            + "/providers/Microsoft.EventHub/namespaces/local";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** No metric is about a subscription or a resource group ("Subject"). */
    private static final Pattern PATH = Pattern.compile(
            "/(subscriptions/[0-9a-f-]{36}/resourceGroups/[^/]+/providers/[^/]+(?:/[^/]+/[^/]+)+)/metrics");

    /** Telegraf's output for Azure Monitor sends 4,000,000 bytes at most (influxdata/telegraf, plugins/outputs/azure_monitor). */
    private static final int MOST_BYTES = 4_000_000;

    private static final Duration TOKEN = Duration.ofHours(24);

    private final Map<String, Issued> tokens = new ConcurrentHashMap<>();
    private final Map<String, String> secrets = new ConcurrentHashMap<>();
    private final List<MetricPoint> accepted = new CopyOnWriteArrayList<>();
    private final AtomicInteger outage = new AtomicInteger();
    private final RoleAssignments roles;
    private final InstantSource clock;
    private final LoopbackServer server;

    private record Issued(String identity, String audience, Instant expires) {}

    private record Answer(int status, String body) {}

    private MetricsServer(RoleAssignments roles, InstantSource clock) {
        this.roles = roles;
        this.clock = clock;
        this.server = LoopbackServer.start("metrics", 2, this::handle);
    }

    /** Starts serving. */
    public static MetricsServer start(RoleAssignments roles, InstantSource clock) {
        return new MetricsServer(roles, clock);
    }

    /** {@return the settings of an app with this identity} */
    public Map<String, String> environment(String identity) {
        String secret = UUID.randomUUID().toString();
        secrets.put(secret, identity);
        return Map.of(
                "TRISKEL_AZURE_METRICS",
                server.uri() + "/" + RESOURCE,
                "IDENTITY_ENDPOINT",
                server.uri() + "/msi/token",
                "IDENTITY_HEADER",
                secret);
    }

    /** {@return a token of this identity, as Entra ID issues it} */
    public String token(String identity, String audience, Instant expires) {
        String token = "token-" + UUID.randomUUID();
        tokens.put(token, new Issued(identity, audience, expires));
        return token;
    }

    /** {@return all values that were accepted, in order} */
    public List<MetricPoint> accepted() {
        return List.copyOf(accepted);
    }

    /** Answers with this status from now on; 0 ends it. */
    public void answerWith(int status) {
        outage.set(status);
    }

    private void handle(HttpExchange call) throws IOException {
        try (call) {
            Answer answer = call.getRequestURI().getPath().equals("/msi/token") ? issue(call) : post(call);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            call.getResponseHeaders().set("Content-Type", "application/json");
            call.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            call.getResponseBody().write(body);
        }
    }

    private Answer issue(HttpExchange call) throws IOException {
        Optional<String> identity = header(call, "X-IDENTITY-HEADER").map(secrets::get);
        Set<String> query = Set.of(
                Optional.ofNullable(call.getRequestURI().getQuery()).orElse("").split("&"));
        String resource = query.stream()
                .filter(each -> each.startsWith("resource="))
                .map(each -> each.substring("resource=".length()))
                .findFirst()
                .orElse("");
        if (identity.isEmpty()) {
            return refused(401, "the header X-IDENTITY-HEADER is not that of an app");
        }
        if (resource.isBlank() || !query.contains("api-version=2019-08-01")) {
            return refused(400, "expected resource, and api-version 2019-08-01");
        }
        Instant expires = clock.instant().plus(TOKEN);
        return new Answer(
                200,
                JSON.writeValueAsString(Map.of(
                        "access_token",
                        token(identity.get(), resource, expires),
                        "expires_on",
                        Long.toString(expires.getEpochSecond()),
                        "resource",
                        resource,
                        "token_type",
                        "Bearer")));
    }

    private Answer post(HttpExchange call) throws IOException {
        Matcher path = PATH.matcher(call.getRequestURI().getPath());
        if (!call.getRequestMethod().equals("POST") || !path.matches()) {
            return refused(404, "expected POST /<resource id>/metrics");
        }
        if (outage.get() != 0) {
            return refused(outage.get(), "an outage of the test");
        }
        Issued token = header(call, "Authorization")
                .filter(shown -> shown.startsWith("Bearer "))
                .map(shown -> tokens.get(shown.substring("Bearer ".length())))
                .orElse(null);
        if (token == null
                || !token.audience().equals(AUDIENCE)
                || !clock.instant().isBefore(token.expires())) {
            return refused(401, "expected a valid token for the audience " + AUDIENCE);
        }
        if (!roles.allow(token.identity(), new DataAction("Microsoft.Insights/Metrics/Write", path.group(1)))) {
            return refused(403, "Microsoft.Insights/Metrics/Write was not allowed on " + path.group(1));
        }
        return take(call, path.group(1));
    }

    private Answer take(HttpExchange call, String resource) throws IOException {
        if (header(call, "Content-Length").isEmpty()) {
            return refused(411, "expected a Content-Length: chunked bodies are not supported (azure-docs#70193)");
        }
        if (!header(call, "Content-Type").orElse("").toLowerCase(Locale.ROOT).startsWith("application/json")) {
            return refused(415, "expected Content-Type application/json");
        }
        byte[] body = call.getRequestBody().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            return refused(413, "a body has at most 4,000,000 bytes");
        }
        try {
            accepted.addAll(MetricPoint.read(resource, body, clock.instant()));
            return new Answer(200, "");
        } catch (IllegalArgumentException wrong) {
            return refused(400, String.valueOf(wrong.getMessage()));
        }
    }

    private static Answer refused(int status, String why) throws IOException {
        return new Answer(status, JSON.writeValueAsString(Map.of("error", Map.of("message", why))));
    }

    private static Optional<String> header(HttpExchange call, String name) {
        return Optional.ofNullable(call.getRequestHeaders().getFirst(name));
    }

    @Override
    public void close() {
        server.close();
    }
}

package io.triskel.local.gcp.identity;

import com.sun.net.httpserver.HttpExchange;
import io.triskel.local.LoopbackServer;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Emulates the metadata server of one service account, for tokens only (Compute Engine documentation, "Metadata
 * server": the header {@code Metadata-Flavor} both ways, {@code identity?audience=}, {@code token}, whose scopes do not
 * matter). Google's libraries find it through {@code GCE_METADATA_HOST}.
 */
public final class MetadataServer implements AutoCloseable {
    /** The variable that points Google's libraries to this server. */
    public static final String HOST = "GCE_METADATA_HOST";

    private static final String FLAVOR = "Metadata-Flavor";
    private static final String ACCOUNT = "/computeMetadata/v1/instance/service-accounts/default/";

    private final String email;
    private final TokenIssuer issuer;
    private final LoopbackServer server;

    private MetadataServer(String email, TokenIssuer issuer) {
        this.email = email;
        this.issuer = issuer;
        this.server = LoopbackServer.start("metadata", 2, this::serve);
    }

    /** Starts the metadata server of a service account. */
    public static MetadataServer start(String email, TokenIssuer issuer) {
        return new MetadataServer(email, issuer);
    }

    /** {@return the value of {@link #HOST}, {@code 127.0.0.1:port}} */
    public String host() {
        return server.authority();
    }

    @Override
    public void close() {
        server.close();
    }

    private void serve(HttpExchange call) throws IOException {
        try (call) {
            call.getResponseHeaders().set(FLAVOR, "Google");
            if (!"Google".equals(call.getRequestHeaders().getFirst(FLAVOR))) {
                answer(call, 403, "Missing " + FLAVOR + ":Google header.");
                return;
            }
            switch (call.getRequestURI().getPath()) {
                case "", "/" -> answer(call, 200, "computeMetadata/\n");
                case ACCOUNT + "email" -> answer(call, 200, email);
                case ACCOUNT + "identity" -> identity(call);
                case ACCOUNT + "token" ->
                    answer(
                            call,
                            200,
                            "{\"access_token\":\"" + issuer.accessToken(email)
                                    + "\",\"expires_in\":3599,\"token_type\":\"Bearer\"}");
                default -> answer(call, 404, "Not emulated here");
            }
        }
    }

    private void identity(HttpExchange call) throws IOException {
        Optional<String> audience =
                audience(Optional.ofNullable(call.getRequestURI().getRawQuery()).orElse(""));
        if (audience.isEmpty()) {
            answer(call, 400, "non-empty audience parameter required");
        } else {
            answer(call, 200, issuer.idToken(email, audience.get()));
        }
    }

    private static Optional<String> audience(String query) {
        return Arrays.stream(query.split("&", -1))
                .filter(parameter -> parameter.startsWith("audience="))
                .map(parameter -> URLDecoder.decode(parameter.substring("audience=".length()), StandardCharsets.UTF_8))
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    private static void answer(HttpExchange call, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        call.getResponseHeaders().set("Content-Type", text.startsWith("{") ? "application/json" : "text/plain");
        call.sendResponseHeaders(status, body.length);
        call.getResponseBody().write(body);
    }
}

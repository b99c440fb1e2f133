package io.triskel.cli.gateway;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * What the gateway shows of itself until a lane has a page to serve. A header {@code Refresh} would not do: Chromium takes it for a jump
 * inside the page where the address has a fragment, which holds the token.
 */
final class StartingPage {
    private static final String SCRIPT = "setTimeout(() => location.reload(), 1000)";
    private static final String PAGE =
            "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Triskel console</title>"
                    + "<p>The targets are starting. The page comes by itself.</p><script>" + SCRIPT
                    + "</script></html>";

    private StartingPage() {}

    static void send(HttpExchange exchange) throws IOException {
        byte[] body = PAGE.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders()
                .set(
                        "Content-Security-Policy",
                        "default-src 'none'; script-src 'sha256-" + digest() + "'; frame-ancestors 'none'");
        exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(503, body.length);
        exchange.getResponseBody().write(body);
    }

    private static String digest() {
        try {
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(SCRIPT.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}

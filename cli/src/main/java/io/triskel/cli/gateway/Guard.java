package io.triskel.cli.gateway;

import com.sun.net.httpserver.Headers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may ask the gateway. A page of another site may reach it by a host name of its own (DNS rebinding) or by a form; headers
 * that only the browser can set give both away, and an action needs a token that such a page does not know.
 */
final class Guard {
    static final String TOKEN = "X-Triskel-Token";

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final int TOKEN_BYTES = 24;

    private final String token;

    Guard() {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    String token() {
        return token;
    }

    /**
     * Checks that a request is for this machine, and from no other site's page.
     *
     * @throws Refusal if it is not
     */
    void requireOwnPage(Headers request) {
        String host = lowerCase(request.getFirst("Host"));
        if (!LOOPBACK.contains(host.replaceAll(":\\d*$", ""))) {
            throw new Refusal(
                    421, "wrong-host", "This page answers only to localhost.", "Open the address that was printed.");
        }
        String origin = request.getFirst("Origin");
        boolean isOther = "cross-site".equals(request.getFirst("Sec-Fetch-Site"))
                && !"navigate".equals(request.getFirst("Sec-Fetch-Mode"));
        if (isOther || (origin != null && !authority(origin).equals(host))) {
            throw new Refusal(
                    403,
                    "wrong-origin",
                    "A page of another site sent this request.",
                    "Open the address that was printed.");
        }
    }

    private static String lowerCase(@Nullable String header) {
        return header == null ? "" : header.toLowerCase(Locale.ROOT);
    }

    private static String authority(String origin) {
        try {
            return lowerCase(
                    Optional.ofNullable(URI.create(origin).getRawAuthority()).orElse(""));
        } catch (IllegalArgumentException notOne) {
            return "";
        }
    }

    /**
     * Checks that an action has the token.
     *
     * @throws Refusal if it has not
     */
    void requireToken(Headers request) {
        String given = Optional.ofNullable(request.getFirst(TOKEN)).orElse("");
        if (!MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8))) {
            throw new Refusal(
                    403,
                    "wrong-token",
                    "The action has no token, or a wrong one.",
                    "Open the address that was printed, with the token at its end.");
        }
    }
}

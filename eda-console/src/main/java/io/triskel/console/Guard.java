package io.triskel.console;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Who may ask for what. A page of another site may name this server by a host name of its own (DNS rebinding) or send a form
 * to it; both are refused by their headers, and no action is possible without the token.
 */
final class Guard {
    static final String TOKEN = "X-Triskel-Token";

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> hosts = new HashSet<>(LOOPBACK);
    private final String token;
    private final boolean loopback;

    /**
     * Makes a guard with a new token.
     *
     * @param more host names beside those of this machine's loopback
     * @param loopback whether only this machine reaches the server
     */
    Guard(Set<String> more, boolean loopback) {
        more.forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
        this.loopback = loopback;
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    String token() {
        return token;
    }

    /** Sets the headers of every answer: nothing runs, loads or frames but what this server itself serves. */
    static void secure(Headers answer) {
        answer.set(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
                        + "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        answer.set("X-Content-Type-Options", "nosniff");
        answer.set("Referrer-Policy", "no-referrer");
        answer.set("Cross-Origin-Opener-Policy", "same-origin");
        answer.set("Cross-Origin-Resource-Policy", "same-origin");
    }

    /** Refuses a request that names another host, or comes from a page of another origin. */
    void requireOwnHost(Headers request) {
        String host = Optional.ofNullable(request.getFirst("Host")).orElse("").toLowerCase(Locale.ROOT);
        if (!hosts.contains(withoutPort(host))) {
            throw new Refusal(
                    421,
                    "wrong-host",
                    "This console does not answer to the host of this request.",
                    "Open it by localhost, or give the console that host name.");
        }
        String origin = request.getFirst("Origin");
        if (origin != null && !host.equals(authority(origin))) {
            throw new Refusal(
                    403, "wrong-origin", "A page of another site sent this request.", "Open the console's own page.");
        }
        String site = request.getFirst("Sec-Fetch-Site");
        if ("cross-site".equals(site) && !"navigate".equals(request.getFirst("Sec-Fetch-Mode"))) {
            throw new Refusal(
                    403, "wrong-origin", "A page of another site sent this request.", "Open the console's own page.");
        }
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }

    private static String authority(String origin) {
        try {
            return Optional.ofNullable(URI.create(origin).getRawAuthority())
                    .orElse("")
                    .toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException noUri) {
            return "";
        }
    }

    /** Refuses an action without the token. */
    void requireToken(Headers request) {
        if (!isToken(request.getFirst(TOKEN))) {
            throw new Refusal(
                    403,
                    "wrong-token",
                    "This request lacks the console's token.",
                    "Open the address that the console printed, with the token at its end.");
        }
    }

    /** Refuses a reader without the token, if others than this machine reach the server. */
    void requireReader(HttpExchange exchange) {
        Headers request = exchange.getRequestHeaders();
        if (!loopback && !isToken(request.getFirst(TOKEN)) && !isToken(cookie(exchange))) {
            throw new Refusal(
                    401,
                    "token-needed",
                    "This console is reached from other machines, so reading needs the token, too.",
                    "Open the address that the console printed, with the token at its end.");
        }
    }

    private boolean isToken(String given) {
        return given != null
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    /** {@return the header that makes a browser send the token with event streams, too} Cookies know no port, hence the name. */
    String setCookie(HttpExchange exchange, boolean tls) {
        return cookieName(exchange) + "=" + token + "; HttpOnly; SameSite=Strict; Path=/" + (tls ? "; Secure" : "");
    }

    private static String cookieName(HttpExchange exchange) {
        return "triskel-console-" + exchange.getLocalAddress().getPort();
    }

    private static String cookie(HttpExchange exchange) {
        String name = cookieName(exchange) + "=";
        for (String header : exchange.getRequestHeaders().getOrDefault("Cookie", java.util.List.of())) {
            for (String cookie : header.split(";", -1)) {
                if (cookie.strip().startsWith(name)) {
                    return cookie.strip().substring(name.length());
                }
            }
        }
        return "";
    }
}

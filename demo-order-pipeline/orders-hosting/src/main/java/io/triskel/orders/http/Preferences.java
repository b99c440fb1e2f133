package io.triskel.orders.http;

import io.triskel.orders.ordering.Ordering;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a request's preferences for its answer: {@code Prefer} (RFC 7240) and {@code If-None-Match} (RFC 9110, 13.1.2). An
 * invalid value is ignored.
 */
final class Preferences {
    private static final Pattern WAIT =
            Pattern.compile("(?:^|,)\\s*wait\\s*=\\s*\"?([0-9]{1,9})\"?\\s*(?:[,;]|$)", Pattern.CASE_INSENSITIVE);

    private static final Pattern ENTITY_TAG = Pattern.compile("(?:W/)?(\"[^\"]*\")");

    private Preferences() {}

    /**
     * {@return whether the sender has what it asks for} Tags are compared weakly: a proxy that compresses answers makes their tags
     * weak.
     *
     * @param current the strong tag of what the sender would get
     */
    static boolean knows(HttpRequest request, String current) {
        String known = request.headers().getOrDefault("if-none-match", "");
        return known.strip().equals("*")
                || ENTITY_TAG
                        .matcher(known)
                        .results()
                        .anyMatch(tag -> tag.group(1).equals(current));
    }

    /**
     * {@return how long an order may wait for news of the catalogue: as the sender prefers, at most {@link Ordering#PATIENCE}}
     */
    static Duration patience(HttpRequest request) {
        Matcher wait = WAIT.matcher(request.headers().getOrDefault("prefer", ""));
        Duration preferred = wait.find() ? Duration.ofSeconds(Long.parseLong(wait.group(1))) : Ordering.PATIENCE;
        return preferred.compareTo(Ordering.PATIENCE) < 0 ? preferred : Ordering.PATIENCE;
    }
}

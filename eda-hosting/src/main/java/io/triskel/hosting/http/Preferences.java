package io.triskel.hosting.http;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a request's preferences for its answer: {@code Prefer} (RFC 7240) and {@code If-None-Match} (RFC 9110, 13.1.2). An
 * invalid value is ignored.
 */
public final class Preferences {
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
    public static boolean knows(HttpRequest request, String current) {
        String known = request.headers().getOrDefault("if-none-match", "");
        return known.strip().equals("*")
                || ENTITY_TAG
                        .matcher(known)
                        .results()
                        .anyMatch(tag -> tag.group(1).equals(current));
    }

    /**
     * {@return how long the sender wants to wait}
     *
     * @param most no longer than this, also without a preference
     */
    public static Duration patience(HttpRequest request, Duration most) {
        Matcher wait = WAIT.matcher(request.headers().getOrDefault("prefer", ""));
        Duration preferred = wait.find() ? Duration.ofSeconds(Long.parseLong(wait.group(1))) : most;
        return preferred.compareTo(most) < 0 ? preferred : most;
    }
}

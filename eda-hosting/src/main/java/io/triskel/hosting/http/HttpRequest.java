package io.triskel.hosting.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An HTTP request, independent of the server that received it.
 *
 * @param method in capitals
 * @param path as it was sent, from the first slash on, without query
 * @param query by name, decoded; a parameter without a value is omitted, since not every host passes it on
 * @param headers by name in lower case
 * @param body empty for none; not copied and not to be changed
 */
public record HttpRequest(
        String method, String path, Map<String, String> query, Map<String, String> headers, byte[] body) {
    private static final char REPLACEMENT = '\uFFFD';

    /** A byte that UTF-8 has nowhere. */
    private static final byte NOT_UTF_8 = (byte) 0xFF;

    public HttpRequest {
        Map<String, String> told = new TreeMap<>(query);
        told.values().removeIf(String::isEmpty);
        query = Map.copyOf(told);
        Map<String, String> lower = new TreeMap<>();
        headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        headers = Map.copyOf(lower);
    }

    /**
     * {@return the bytes of a body that a host has passed on as text} If it has put the replacement character for what is not UTF-8,
     * they are not UTF-8 either, so that their reader reports the error.
     */
    public static byte[] bytes(String text) {
        return text.indexOf(REPLACEMENT) < 0 ? text.getBytes(StandardCharsets.UTF_8) : new byte[] {NOT_UTF_8};
    }

    HttpRequest withMethod(String other) {
        return new HttpRequest(other, path, query, headers, body);
    }
}

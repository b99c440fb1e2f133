package io.triskel.orders.http;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An HTTP request, independent of the server that received it.
 *
 * @param method in capitals
 * @param path as it was sent, from the first slash on, without query
 * @param query by name, decoded; a parameter without a value is left out, since not every host passes it on
 * @param headers by name in lower case
 * @param body empty for none; not copied and not to be changed
 */
public record HttpRequest(
        String method, String path, Map<String, String> query, Map<String, String> headers, byte[] body) {
    public HttpRequest {
        Map<String, String> told = new TreeMap<>(query);
        told.values().removeIf(String::isEmpty);
        query = Map.copyOf(told);
        Map<String, String> lower = new TreeMap<>();
        headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        headers = Map.copyOf(lower);
    }

    HttpRequest withMethod(String other) {
        return new HttpRequest(other, path, query, headers, body);
    }
}

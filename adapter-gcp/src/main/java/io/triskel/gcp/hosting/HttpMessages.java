package io.triskel.gcp.hosting;

import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import io.triskel.hosting.http.HttpAnswer;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Translates the runtime's requests and answers. */
final class HttpMessages {
    private static final String CONTENT_TYPE = "Content-Type";

    private HttpMessages() {}

    static io.triskel.hosting.http.HttpRequest read(HttpRequest request) throws IOException {
        return new io.triskel.hosting.http.HttpRequest(
                request.getMethod(),
                path(request.getUri()),
                query(request.getQuery().orElse("")),
                joined(request.getHeaders()),
                request.getInputStream().readAllBytes());
    }

    /**
     * The path as it was sent: the runtime's own is decoded already. Its address is no URI if the sender did not escape all that
     * should be, such as a raw | in the query, and has no path at all for {@code OPTIONS *}.
     */
    private static String path(String address) {
        int path = address.indexOf('/', address.indexOf("://") + "://".length());
        int query = address.indexOf('?');
        int end = query < 0 ? address.length() : query;
        return path < 0 || path > end ? "" : address.substring(path, end);
    }

    /**
     * The runtime's own parameters take those of a form in the body with them, which it reads for that, and end a request whose
     * escapes are broken with 500. A header that is given several times becomes one list, as on the other hosts.
     */
    private static Map<String, String> query(String raw) {
        Map<String, String> query = new TreeMap<>();
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            query.merge(decoded(name), decoded(value), (first, next) -> first + "," + next);
        }
        return query;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException broken) {
            return text;
        }
    }

    /** A header that is given several times is one list (RFC 9110, 5.3). */
    private static Map<String, String> joined(Map<String, List<String>> values) {
        Map<String, String> joined = new TreeMap<>();
        values.forEach((name, all) -> joined.put(name, String.join(",", all)));
        return joined;
    }

    static void write(HttpAnswer answer, HttpResponse response) throws IOException {
        response.setStatusCode(answer.status());
        for (Map.Entry<String, String> header : answer.headers().entrySet()) {
            if (header.getKey().equals(CONTENT_TYPE)) {
                response.setContentType(header.getValue());
            } else {
                response.appendHeader(header.getKey(), header.getValue());
            }
        }
        response.getOutputStream().write(answer.body());
    }
}

package io.triskel.orders.gcp;

import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import io.triskel.orders.http.HttpAnswer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Translates the runtime's requests and answers. */
final class HttpMessages {
    private static final String CONTENT_TYPE = "Content-Type";

    private HttpMessages() {}

    static io.triskel.orders.http.HttpRequest read(HttpRequest request) throws IOException {
        return new io.triskel.orders.http.HttpRequest(
                request.getMethod(),
                path(request.getUri()),
                joined(request.getQueryParameters()),
                joined(request.getHeaders()),
                request.getInputStream().readAllBytes());
    }

    /**
     * The path as it was sent: the runtime's own is decoded already. Its address is no URI if the sender did not escape all that
     * should be, such as a raw | in the query.
     */
    private static String path(String address) {
        int path = address.indexOf('/', address.indexOf("://") + "://".length());
        int query = address.indexOf('?');
        return address.substring(path, query < 0 ? address.length() : query);
    }

    /** What is given several times is one list (RFC 9110, 5.3), as the other hosts make it. */
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

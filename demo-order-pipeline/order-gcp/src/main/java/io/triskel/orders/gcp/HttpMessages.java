package io.triskel.orders.gcp;

import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import io.triskel.orders.http.HttpAnswer;
import java.io.IOException;
import java.net.URI;
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
                // The runtime's own path is decoded already.
                URI.create(request.getUri()).getRawPath(),
                first(request.getQueryParameters()),
                first(request.getHeaders()),
                request.getInputStream().readAllBytes());
    }

    private static Map<String, String> first(Map<String, List<String>> values) {
        Map<String, String> first = new TreeMap<>();
        values.forEach((name, all) -> first.put(name, all.get(0)));
        return first;
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

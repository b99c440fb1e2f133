package io.triskel.local.gcp.functions;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A request to a function.
 *
 * @param path with the query, as in {@code /orders/7?full=true}
 * @param headers by name, except those of the connection
 * @param body not copied; do not change it
 */
public record FunctionRequest(String method, String path, Map<String, List<String>> headers, byte[] body) {
    public FunctionRequest {
        headers = Map.copyOf(headers);
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path must begin with a slash, not " + path);
        }
    }

    public static FunctionRequest post(String path, Map<String, String> headers, byte[] body) {
        return new FunctionRequest(
                "POST",
                path,
                headers.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue()))),
                body);
    }
}

package io.triskel.local.gcp.functions;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The answer to an invocation: the function's own, or the service's instead, with status 429 (too many requests wait),
 * 500 (the instance ended), 503 (the instance could not be started) or 504 (the function took too long).
 *
 * @param body not copied; do not change it
 */
public record FunctionResponse(int status, Map<String, List<String>> headers, byte[] body) {
    static final int TOO_MANY = 429;
    static final int CRASHED = 500;
    static final int UNAVAILABLE = 503;
    static final int TIMED_OUT = 504;

    public FunctionResponse {
        headers = Map.copyOf(headers);
    }

    static FunctionResponse instead(int status, String message) {
        return new FunctionResponse(
                status,
                Map.of("content-type", List.of("text/plain; charset=utf-8")),
                message.getBytes(StandardCharsets.UTF_8));
    }

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}

package io.triskel.azure.hosting;

import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatusType;
import io.triskel.hosting.http.HttpAnswer;
import io.triskel.hosting.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * Translates the worker's requests and answers. A body is bound to text, since the host sends text to the Java worker for every
 * media type but octet streams and multipart, whatever {@code dataType} says (azure-functions-host, {@code
 * GrpcMessageConversionExtensions.ToRpcHttp}).
 */
final class HttpMessages {
    private static final byte[] NOTHING = {};

    private static final HttpAnswer BAD_ADDRESS = problem(
            400, "Bad Request", "The address has characters that belong in no URI, such as a raw | : send them as %7C");
    private static final HttpAnswer LENGTH_REQUIRED = problem(
            411,
            "Length Required",
            "Azure Functions passes on no body that is sent in chunks: send it with its Content-Length");

    private HttpMessages() {}

    /** {@return the answer to a request that did not come through host and worker as it was sent} */
    static Optional<HttpAnswer> refusal(HttpRequestMessage<Optional<String>> message) {
        try {
            message.getUri();
        } catch (IllegalArgumentException unreadable) {
            return Optional.of(BAD_ADDRESS);
        }
        boolean lost = message.getHeaders().containsKey("transfer-encoding")
                && message.getBody().isEmpty();
        return lost ? Optional.of(LENGTH_REQUIRED) : Optional.empty();
    }

    /** {@return a request for which there is no {@link #refusal}} */
    static HttpRequest read(HttpRequestMessage<Optional<String>> message) {
        return new HttpRequest(
                message.getHttpMethod().toString(),
                message.getUri().getRawPath(),
                message.getQueryParameters(),
                message.getHeaders(),
                message.getBody().map(HttpRequest::bytes).orElse(NOTHING));
    }

    static HttpResponseMessage write(HttpAnswer answer, HttpRequestMessage<?> to) {
        HttpResponseMessage.Builder message = to.createResponseBuilder(HttpStatusType.custom(answer.status()));
        for (Map.Entry<String, String> header : answer.headers().entrySet()) {
            message.header(header.getKey(), header.getValue());
        }
        return message.body(answer.body()).build();
    }

    private static HttpAnswer problem(int status, String title, String detail) {
        String json = "{\"type\":\"about:blank\",\"title\":\"" + title + "\",\"status\":" + status + ",\"detail\":\""
                + detail + "\"}";
        return new HttpAnswer(
                status, Map.of("Content-Type", "application/problem+json"), json.getBytes(StandardCharsets.UTF_8));
    }
}

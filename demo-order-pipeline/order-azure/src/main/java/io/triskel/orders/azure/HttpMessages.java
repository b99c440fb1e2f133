package io.triskel.orders.azure;

import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatusType;
import io.triskel.orders.http.HttpAnswer;
import io.triskel.orders.http.HttpRequest;
import java.util.Map;
import java.util.Optional;

/** Translates the worker's requests and answers. */
final class HttpMessages {
    private static final byte[] NOTHING = {};

    private HttpMessages() {}

    static HttpRequest read(HttpRequestMessage<Optional<byte[]>> message) {
        return new HttpRequest(
                message.getHttpMethod().toString(),
                message.getUri().getRawPath(),
                message.getQueryParameters(),
                message.getHeaders(),
                message.getBody().orElse(NOTHING));
    }

    static HttpResponseMessage write(HttpAnswer answer, HttpRequestMessage<?> to) {
        HttpResponseMessage.Builder message = to.createResponseBuilder(HttpStatusType.custom(answer.status()));
        for (Map.Entry<String, String> header : answer.headers().entrySet()) {
            message.header(header.getKey(), header.getValue());
        }
        return message.body(answer.body()).build();
    }
}

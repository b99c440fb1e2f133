package io.triskel.local.azure.functions.worker;

import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import com.microsoft.azure.functions.HttpStatusType;
import io.triskel.local.azure.functions.wire.Data;
import java.net.URI;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request for a function; header names are lower-case. */
record HttpRequest(Data.Request request, @Nullable Object body) implements HttpRequestMessage<@Nullable Object> {
    @Override
    public URI getUri() {
        return URI.create(request.uri());
    }

    @Override
    public HttpMethod getHttpMethod() {
        return HttpMethod.value(request.method());
    }

    @Override
    public Map<String, String> getHeaders() {
        return Collections.unmodifiableMap(request.headers());
    }

    @Override
    public Map<String, String> getQueryParameters() {
        return Collections.unmodifiableMap(request.query());
    }

    @Override
    public @Nullable Object getBody() {
        return body;
    }

    @Override
    public HttpResponseMessage.Builder createResponseBuilder(HttpStatus status) {
        return new HttpResponse(status);
    }

    @Override
    public HttpResponseMessage.Builder createResponseBuilder(HttpStatusType status) {
        return new HttpResponse(status);
    }
}

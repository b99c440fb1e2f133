package io.triskel.local.gcp.functions;

import com.sun.net.httpserver.HttpExchange;
import io.triskel.local.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A function behind HTTP, on a loopback port like those of its instances. Access control is not imitated. */
public final class FunctionUrl implements AutoCloseable {
    /** "Maximum HTTP/1 request size: 32 MiB" (Cloud Run documentation, "Quotas and limits"). */
    private static final int REQUEST_BYTES = 32 << 20;

    private static final int THREADS = 16;
    private static final Set<String> NOT_PASSED_ON =
            Set.of(":status", "connection", "content-length", "date", "server", "transfer-encoding");

    private final CloudFunction function;
    private final LoopbackServer server;

    FunctionUrl(CloudFunction function) {
        this.function = function;
        this.server = LoopbackServer.start("url-" + function.definition().name(), THREADS, this::serve);
    }

    public URI uri() {
        return server.uri();
    }

    @Override
    public void close() {
        server.close();
    }

    // The call is put aside until the function answers, so that slow functions hold no threads.
    private void serve(HttpExchange call) throws IOException {
        byte[] body = call.getRequestBody().readNBytes(REQUEST_BYTES + 1);
        if (body.length > REQUEST_BYTES) {
            answer(call, FunctionResponse.instead(413, "Request Entity Too Large"));
            return;
        }
        URI uri = call.getRequestURI();
        String path = uri.getRawQuery() == null ? uri.getRawPath() : uri.getRawPath() + "?" + uri.getRawQuery();
        Map<String, List<String>> headers = new LinkedHashMap<>();
        call.getRequestHeaders().forEach((name, values) -> headers.put(name, new ArrayList<>(values)));
        headers.put(
                "X-Forwarded-For", List.of(call.getRemoteAddress().getAddress().getHostAddress()));
        headers.put("X-Forwarded-Proto", List.of("http"));
        var unused = function.invoke(new FunctionRequest(call.getRequestMethod(), path, headers, body))
                .thenAccept(response -> answer(call, response));
    }

    private static void answer(HttpExchange call, FunctionResponse response) {
        try (call) {
            response.headers().forEach((name, values) -> {
                if (!NOT_PASSED_ON.contains(name.toLowerCase(Locale.ROOT))) {
                    values.forEach(value -> call.getResponseHeaders().add(name, value));
                }
            });
            boolean withoutBody = response.body().length == 0
                    || response.status() == 204
                    || response.status() == 304
                    || call.getRequestMethod().equals("HEAD");
            call.sendResponseHeaders(response.status(), withoutBody ? -1 : response.body().length);
            if (!withoutBody) {
                call.getResponseBody().write(response.body());
            }
        } catch (IOException e) {
            // The client has gone.
        }
    }
}

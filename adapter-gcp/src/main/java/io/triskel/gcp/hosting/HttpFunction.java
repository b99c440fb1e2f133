package io.triskel.gcp.hosting;

import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import io.triskel.hosting.function.FunctionRole;
import io.triskel.hosting.http.HttpEndpoint;
import java.io.IOException;

/** Answers HTTP. */
public final class HttpFunction implements com.google.cloud.functions.HttpFunction {
    private final FunctionState running;
    private final HttpEndpoint api;

    /** Called by the runtime. */
    public HttpFunction() {
        running = FunctionState.start(System.getenv(), FunctionRole.HTTP);
        api = running.hosted().http();
    }

    @Override
    public void service(HttpRequest request, HttpResponse response) throws IOException {
        try {
            io.triskel.hosting.http.HttpRequest asked = HttpMessages.read(request);
            HttpMessages.write(running.withinDeadline(deadline -> api.answer(asked, deadline)), response);
        } finally {
            running.write("http");
        }
    }
}

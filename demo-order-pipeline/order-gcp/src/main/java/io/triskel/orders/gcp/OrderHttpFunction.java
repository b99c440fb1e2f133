package io.triskel.orders.gcp;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import io.triskel.hosting.function.FunctionRole;
import io.triskel.orders.http.OrderApi;
import java.io.IOException;

/** Answers HTTP. */
public final class OrderHttpFunction implements HttpFunction {
    private final FunctionState running;
    private final OrderApi api;

    /** Called by the runtime. */
    public OrderHttpFunction() {
        running = FunctionState.start(System.getenv(), FunctionRole.HTTP);
        api = new OrderApi(running.pipeline(), running.ports().platform().states());
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

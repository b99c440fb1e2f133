package io.triskel.orders.http;

import io.triskel.codec.StateCodec;
import io.triskel.event.Deadline;
import io.triskel.hosting.http.Body;
import io.triskel.hosting.http.HttpAnswer;
import io.triskel.hosting.http.HttpEndpoint;
import io.triskel.hosting.http.HttpRequest;
import io.triskel.hosting.http.ProblemException;
import io.triskel.hosting.http.Route;
import io.triskel.hosting.http.Routes;
import io.triskel.orders.input.BrokenLineException;
import io.triskel.orders.pipeline.OrderPipeline;
import java.util.List;

/**
 * Answers requests to a pipeline.
 *
 * <table>
 * <caption>Requests; bodies as in {@code docs/demo.md}, {@code kind} is optional</caption>
 * <tr><th>Request</th><th>Answers</th></tr>
 * <tr><td>{@code POST /orders}</td><td>201 recorded, with {@code status} placed or rejected; 200 if the same request came
 * before; 409 with {@code Retry-After} if ordering does not know a product or price yet, until 30 s after the request came first
 * or what {@code Prefer: wait=} says; 422 if the id is taken or the customer forgotten</td></tr>
 * <tr><td>{@code POST /orders/{id}/cancellation}</td><td>200 cancelled, now or before; 404; 409 too late</td></tr>
 * <tr><td>{@code GET /orders/{id}}</td><td>200 with {@code ETag} and {@code Entity-Version}; 304; 404</td></tr>
 * <tr><td>{@code GET /orders?status=&after=&limit=}</td><td>200 with up to 500 orders and where the next page begins, in no
 * particular order</td></tr>
 * <tr><td>{@code DELETE /customers/{id}}</td><td>204 forgotten, now or before; their orders stay and continue; 404 if no
 * personal data was ever stored for them</td></tr>
 * <tr><td>{@code POST /products}</td><td>202 published</td></tr>
 * <tr><td>{@code GET /products/{id}}</td><td>200 with the version that ordering knows; 404</td></tr>
 * <tr><td>{@code POST /stock}</td><td>200 recorded, now or before; 422 more than can be counted</td></tr>
 * <tr><td>{@code GET /revenue/{id}}</td><td>200 with units shipped and cents taken of a product; 404</td></tr>
 * </table>
 *
 * <p>Every request may be repeated. An unreadable body gets 400; {@link Routes} says what else every request may get.
 */
public final class OrderApi implements HttpEndpoint {
    private static final String GET = "GET";

    private final Routes routes;

    /**
     * Answers requests to this pipeline.
     *
     * @param json writes bodies
     */
    public OrderApi(OrderPipeline pipeline, StateCodec json) {
        OrderEndpoints orders = new OrderEndpoints(pipeline, json);
        SupplyEndpoints supply = new SupplyEndpoints(pipeline, json);
        routes = new Routes(
                json,
                List.of(
                        Route.of("POST", "/orders", orders::place),
                        Route.of(GET, "/orders", orders::list),
                        Route.of(GET, "/orders/{id}", orders::find),
                        Route.of("POST", "/orders/{id}/cancellation", orders::cancel),
                        Route.of("DELETE", "/customers/{id}", orders::forget),
                        Route.of("POST", "/products", supply::publish),
                        Route.of(GET, "/products/{id}", supply::product),
                        Route.of("POST", "/stock", supply::receive),
                        Route.of(GET, "/revenue/{id}", supply::revenue)));
    }

    @Override
    public HttpAnswer answer(HttpRequest request, Deadline deadline) {
        return routes.answer(request, deadline);
    }

    /** Parses a body's text. */
    interface Reading<T> {
        T read(String text) throws BrokenLineException;
    }

    static <T> T read(HttpRequest request, Reading<T> reading) throws ProblemException {
        try {
            return reading.read(Body.text(request));
        } catch (BrokenLineException broken) {
            throw new ProblemException(400, String.valueOf(broken.getMessage()));
        }
    }
}

package io.triskel.orders.http;

import io.triskel.codec.StateCodec;
import io.triskel.event.Deadline;
import io.triskel.event.PortException;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.personal.SubjectForgottenException;
import io.triskel.publish.PublishFailedException;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

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
 * <p>Every request may be repeated; HEAD is answered like GET, without the body. An unreadable body gets 400, one of more than
 * 256 KiB 413, one declared as anything but JSON 415; 503 with {@code Retry-After} means that a port did not answer: whether
 * the request took effect is unknown, so repeat it.
 */
public final class OrderApi {
    private static final String GET = "GET";
    private static final String HEAD = "HEAD";

    private static final Pattern ESCAPED = Pattern.compile("%([0-9A-Fa-f]{2})");

    private final StateCodec json;
    private final List<Route> routes;

    /**
     * Answers requests to this pipeline.
     *
     * @param json writes bodies
     */
    public OrderApi(OrderPipeline pipeline, StateCodec json) {
        this.json = json;
        OrderEndpoints orders = new OrderEndpoints(pipeline, json);
        SupplyEndpoints supply = new SupplyEndpoints(pipeline, json);
        routes = List.of(
                Route.of("POST", "/orders", orders::place),
                Route.of(GET, "/orders", orders::list),
                Route.of(GET, "/orders/{id}", orders::find),
                Route.of("POST", "/orders/{id}/cancellation", orders::cancel),
                Route.of("DELETE", "/customers/{id}", orders::forget),
                Route.of("POST", "/products", supply::publish),
                Route.of(GET, "/products/{id}", supply::product),
                Route.of("POST", "/stock", supply::receive),
                Route.of(GET, "/revenue/{id}", supply::revenue));
    }

    /** {@return the answer, also to an invalid request or if a port fails} */
    public HttpAnswer answer(HttpRequest request, Deadline deadline) {
        return request.method().equals(HEAD)
                ? answered(request.withMethod(GET), deadline).withoutBody()
                : answered(request, deadline);
    }

    private HttpAnswer answered(HttpRequest request, Deadline deadline) {
        try {
            return route(request, deadline);
        } catch (ProblemException problem) {
            return problem.answer(json);
        } catch (SubjectForgottenException forgotten) {
            return new ProblemException(422, String.valueOf(forgotten.getMessage())).answer(json);
        } catch (PortException | PublishFailedException failed) {
            return new ProblemException(503, String.valueOf(failed.getMessage()))
                    .with("Retry-After", "1")
                    .answer(json);
        }
    }

    private HttpAnswer route(HttpRequest request, Deadline deadline) throws ProblemException {
        TreeSet<String> allowed = new TreeSet<>();
        String path = plain(request.path());
        for (Route route : routes) {
            Optional<String> id = route.match(path);
            if (id.isPresent() && route.method().equals(request.method())) {
                return route.endpoint().answer(id.get(), request, deadline);
            }
            id.ifPresent(matched ->
                    allowed.addAll(route.method().equals(GET) ? List.of(GET, HEAD) : List.of(route.method())));
        }
        if (allowed.isEmpty()) {
            throw new ProblemException(404, "There is nothing at " + request.path());
        }
        String methods = String.join(", ", allowed);
        throw new ProblemException(405, request.path() + " takes " + methods + ", not " + request.method())
                .with("Allow", methods);
    }

    /** Clients may escape what need not be escaped, and mean the same: O%2D1 is O-1 (RFC 3986, 6.2.2.2). */
    private static String plain(String path) {
        return path.indexOf('%') < 0
                ? path
                : ESCAPED.matcher(path).replaceAll(escape -> {
                    char octet = (char) Integer.parseInt(escape.group(1), 16);
                    return isUnreserved(octet) ? Character.toString(octet) : escape.group();
                });
    }

    private static boolean isUnreserved(char octet) {
        return (octet >= 'a' && octet <= 'z')
                || (octet >= 'A' && octet <= 'Z')
                || (octet >= '0' && octet <= '9')
                || "-._~".indexOf(octet) >= 0;
    }
}

package io.triskel.orders.http;

import io.triskel.codec.StateCodec;
import io.triskel.consume.NotYetException;
import io.triskel.decide.CommandResult;
import io.triskel.event.Deadline;
import io.triskel.event.Page;
import io.triskel.hosting.http.Body;
import io.triskel.hosting.http.CommandAnswer;
import io.triskel.hosting.http.HttpAnswer;
import io.triskel.hosting.http.HttpRequest;
import io.triskel.hosting.http.PageMark;
import io.triskel.hosting.http.Preferences;
import io.triskel.hosting.http.ProblemException;
import io.triskel.notify.HttpLookup;
import io.triskel.notify.Lookup.LookupAnswer;
import io.triskel.orders.input.InputParser;
import io.triskel.orders.ordering.OrderEvent;
import io.triskel.orders.ordering.OrderStatus;
import io.triskel.orders.ordering.Ordering;
import io.triskel.orders.ordering.PlaceOrder;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.view.OrderProjection;
import io.triskel.orders.view.OrderRow;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Answers customers' requests. */
final class OrderEndpoints {
    private static final String JSON = Body.JSON;
    private static final int MOST = 500;

    private final OrderPipeline pipeline;
    private final StateCodec json;
    private final InputParser parser = InputParser.ofBodies();

    OrderEndpoints(OrderPipeline pipeline, StateCodec json) {
        this.pipeline = pipeline;
        this.json = json;
    }

    /** The result of placing or cancelling an order. */
    private record Taken(String order, OrderStatus status, Optional<String> reason, boolean repeated) {}

    /** A page of the order view. */
    private record Listing(List<ListedOrder> orders, Optional<String> next) {}

    HttpAnswer place(String none, HttpRequest request, Deadline deadline) throws ProblemException {
        PlaceOrder wanted = OrderApi.read(request, parser::order).request();
        CommandResult.Done<OrderEvent> done =
                CommandAnswer.done(placed(wanted, Preferences.patience(request, Ordering.PATIENCE)), 422);
        Optional<String> refusal = done.events().stream()
                .map(event -> event.data())
                .filter(OrderEvent.OrderRejected.class::isInstance)
                .map(event -> ((OrderEvent.OrderRejected) event).reason())
                .findFirst();
        Taken taken = new Taken(
                wanted.order(),
                refusal.isPresent() ? OrderStatus.REJECTED : OrderStatus.PLACED,
                refusal,
                done.repeated());
        return HttpAnswer.of(done.repeated() ? 200 : 201, JSON, json.encode(taken))
                .with("Location", "/orders/" + wanted.order());
    }

    private CommandResult<OrderEvent> placed(PlaceOrder wanted, Duration patience) throws ProblemException {
        try {
            return pipeline.ordering().place(wanted, patience);
        } catch (NotYetException notYet) {
            throw new ProblemException(409, String.valueOf(notYet.getMessage())).with("Retry-After", "1");
        }
    }

    HttpAnswer cancel(String order, HttpRequest request, Deadline deadline) throws ProblemException {
        // Asked before: an order that is placed after a refusal would turn it from unknown into too late.
        if (pipeline.ordering().order(order).status() == OrderStatus.NONE) {
            throw new ProblemException(404, "There is no order " + order);
        }
        CommandResult.Done<OrderEvent> done =
                CommandAnswer.done(pipeline.ordering().cancel(order), 409);
        boolean repeated = done.repeated() || done.events().isEmpty();
        return HttpAnswer.of(
                200, JSON, json.encode(new Taken(order, OrderStatus.CANCELLED, Optional.empty(), repeated)));
    }

    HttpAnswer forget(String customer, HttpRequest request, Deadline deadline) throws ProblemException {
        if (!pipeline.customers().forget(customer, deadline)) {
            throw new ProblemException(404, "No personal data is stored for customer " + customer);
        }
        return new HttpAnswer(204, Map.of(), new byte[0]);
    }

    HttpAnswer find(String order, HttpRequest request, Deadline deadline) throws ProblemException {
        LookupAnswer answer = pipeline.lookup().fetch(URI.create("/orders/" + order), Optional.empty(), deadline);
        if (!(answer instanceof LookupAnswer.Found found)) {
            throw new ProblemException(404, "There is no order " + order + ", or it is not visible yet");
        }
        return found.etag()
                .filter(current -> Preferences.knows(request, current))
                .map(current -> new HttpAnswer(304, Map.of("ETag", current), new byte[0]))
                .orElseGet(() -> found(found));
    }

    private static HttpAnswer found(LookupAnswer.Found found) {
        HttpAnswer page =
                HttpAnswer.of(200, JSON, found.body()).with(HttpLookup.VERSION_HEADER, Long.toString(found.version()));
        return found.etag().map(etag -> page.with("ETag", etag)).orElse(page);
    }

    HttpAnswer list(String none, HttpRequest request, Deadline deadline) throws ProblemException {
        int limit = limit(request.query().getOrDefault("limit", "100"));
        Optional<OrderStatus> status = status(request.query().getOrDefault("status", ""));
        String listed = status.map(OrderStatus::text).orElse("all");
        Optional<String> after = Optional.empty();
        if (request.query().containsKey("after")) {
            after = Optional.of(PageMark.place(listed, request.query().getOrDefault("after", ""))
                    .orElseThrow(OrderEndpoints::noMark));
        }
        Page<OrderRow> page;
        try {
            page = status.isPresent()
                    ? pipeline.view().query(OrderProjection.BY_STATUS, listed, after, limit)
                    : pipeline.view().page(after, limit);
        } catch (IllegalArgumentException rebuilt) {
            throw noMark();
        }
        Listing listing = new Listing(
                page.items().stream().map(ListedOrder::of).toList(),
                page.next().map(place -> PageMark.of(listed, place)));
        return HttpAnswer.of(200, JSON, json.encode(listing));
    }

    private static ProblemException noMark() {
        return new ProblemException(
                400,
                "after must be the next of an earlier list of the same status, given since the view's last"
                        + " rebuild; otherwise begin without after");
    }

    private static int limit(String text) throws ProblemException {
        int limit = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MOST) {
            throw new ProblemException(400, "limit must be 1 to " + MOST);
        }
        return limit;
    }

    private static Optional<OrderStatus> status(String text) throws ProblemException {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<OrderStatus> known = Stream.of(OrderStatus.values())
                .filter(status -> status != OrderStatus.NONE && status.text().equalsIgnoreCase(text))
                .findFirst();
        if (known.isEmpty()) {
            throw new ProblemException(
                    400, "status must be PLACED, CONFIRMED, REJECTED, CANCELLED or SHIPPED, in upper or lower case");
        }
        return known;
    }
}

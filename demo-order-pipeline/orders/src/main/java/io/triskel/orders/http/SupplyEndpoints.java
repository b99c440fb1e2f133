package io.triskel.orders.http;

import io.triskel.codec.StateCodec;
import io.triskel.decide.CommandResult;
import io.triskel.event.Deadline;
import io.triskel.hosting.http.Body;
import io.triskel.hosting.http.CommandAnswer;
import io.triskel.hosting.http.HttpAnswer;
import io.triskel.hosting.http.HttpRequest;
import io.triskel.hosting.http.ProblemException;
import io.triskel.orders.input.InputLine;
import io.triskel.orders.input.InputParser;
import io.triskel.orders.inventory.StockEvent;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.view.OrderProjection;
import java.util.Map;

/** Answers requests of suppliers and of the owners of products. */
final class SupplyEndpoints {
    private static final String JSON = Body.JSON;

    private final OrderPipeline pipeline;
    private final StateCodec json;
    private final InputParser parser = InputParser.ofBodies();

    SupplyEndpoints(OrderPipeline pipeline, StateCodec json) {
        this.pipeline = pipeline;
        this.json = json;
    }

    /** A product at a version. */
    private record Version(String product, long version) {}

    /** A delivery that was taken in. */
    private record Received(String product, String delivery, boolean repeated) {}

    /** The quantity of a product that was shipped. */
    private record Revenue(String product, long units, long revenue) {}

    HttpAnswer publish(String none, HttpRequest request, Deadline deadline) throws ProblemException {
        InputLine.ProductLine product = OrderApi.read(request, parser::product);
        pipeline.catalogue().publish(product.id(), product.version(), product.state(), deadline);
        return HttpAnswer.of(202, JSON, json.encode(new Version(product.id(), product.version())))
                .with("Location", "/products/" + product.id());
    }

    HttpAnswer product(String product, HttpRequest request, Deadline deadline) throws ProblemException {
        long version = pipeline.assortment().known(product).version();
        if (version == 0) {
            throw new ProblemException(404, "Ordering does not know product " + product + ", or not yet");
        }
        return HttpAnswer.of(200, JSON, json.encode(new Version(product, version)));
    }

    HttpAnswer receive(String none, HttpRequest request, Deadline deadline) throws ProblemException {
        InputLine.StockLine stock = OrderApi.read(request, parser::stock);
        CommandResult.Done<StockEvent> done = CommandAnswer.done(
                pipeline.warehouse().receive(stock.product(), stock.delivery(), stock.quantity()), 422);
        return HttpAnswer.of(200, JSON, json.encode(new Received(stock.product(), stock.delivery(), done.repeated())));
    }

    HttpAnswer revenue(String product, HttpRequest request, Deadline deadline) throws ProblemException {
        Map<String, Long> total = pipeline.view().total(product);
        if (total.isEmpty()) {
            throw new ProblemException(404, "No units of product " + product + " were shipped");
        }
        Revenue revenue = new Revenue(
                product,
                total.getOrDefault(OrderProjection.UNITS, 0L),
                total.getOrDefault(OrderProjection.REVENUE, 0L));
        return HttpAnswer.of(200, JSON, json.encode(revenue));
    }
}

package io.triskel.orders.memory;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.decide.CommandResult;
import io.triskel.orders.input.InputLine;
import io.triskel.orders.ordering.PlaceOrder;
import io.triskel.orders.run.DrivenPipeline;
import io.triskel.orders.run.Figures;
import io.triskel.orders.view.OrderRow;
import io.triskel.projection.History;
import io.triskel.projection.View;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** The pipeline in memory as a run drives it: calls go straight to the services, and orders go one at a time. */
final class DrivenMemory implements DrivenPipeline {
    private final MemoryPipeline pipeline;
    private final Optional<OrderServer> server;

    /**
     * Drives a pipeline.
     *
     * @param server closed in the end
     */
    DrivenMemory(MemoryPipeline pipeline, Optional<OrderServer> server) {
        this.pipeline = pipeline;
        this.server = server;
    }

    @Override
    public void product(InputLine.ProductLine line, String text) {
        pipeline.call(to -> {
            to.catalogue().publish(line.id(), line.version(), line.state(), pipeline.soon());
            return line;
        });
    }

    @Override
    public void awaitCatalogue(Map<String, Long> versions) {
        pipeline.settle(() -> {});
        versions.forEach((product, version) -> {
            if (pipeline.look().assortment().versionOf(product) < version) {
                throw new IllegalStateException("Version " + version + " of " + product + " has not arrived");
            }
        });
    }

    @Override
    public Optional<String> stock(InputLine.StockLine line, String text) {
        return refusal(pipeline.call(to -> to.warehouse().receive(line.product(), line.delivery(), line.quantity())));
    }

    @Override
    public CompletableFuture<Optional<String>> order(PlaceOrder request, String text) {
        return CompletableFuture.completedFuture(
                refusal(pipeline.call(to -> to.ordering().place(request))));
    }

    private static Optional<String> refusal(CommandResult<?> answer) {
        return answer instanceof CommandResult.Rejected<?> rejected ? Optional.of(rejected.reason()) : Optional.empty();
    }

    @Override
    public int ordersAtATime() {
        return 1;
    }

    @Override
    public void work() {
        pipeline.round();
    }

    @Override
    public boolean cancel(String order) {
        return refusal(pipeline.call(to -> to.ordering().cancel(order))).isEmpty();
    }

    @Override
    public void settle(Runnable heartbeat) {
        pipeline.settle(heartbeat);
    }

    @Override
    public void pass(Duration time) {
        pipeline.pass(time);
    }

    @Override
    public View<OrderRow> view() {
        return pipeline.look().view();
    }

    @Override
    public History history() {
        return pipeline.log();
    }

    @Override
    public long ended() {
        Map<String, Long> counts = pipeline.tally().eventsByType();
        return Stream.of("shipped", "rejected", "cancelled")
                .mapToLong(ending -> counts.getOrDefault("orders.order-" + ending + ".v1", 0L))
                .sum();
    }

    @Override
    public long events() {
        return pipeline.tally().events();
    }

    @Override
    public Figures figures() {
        ObjectNode own = JsonNodeFactory.instance.objectNode();
        pipeline.struck().ifPresent(faults -> own.put("faultsSurvived", faults));
        return new Figures(
                pipeline.tally().eventsByType(),
                pipeline.sagasByEnding(),
                pipeline.parked().size(),
                pipeline.tally().parkedEver(),
                OptionalLong.of(pipeline.tally().duplicates()),
                pipeline.notifications(),
                Map.of("lost", pipeline.lost(), "orderViolations", pipeline.tally().orderViolations()),
                own);
    }

    @Override
    public void close() {
        server.ifPresent(OrderServer::close);
    }
}

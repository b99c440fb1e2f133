package io.triskel.orders.memory;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.decide.CommandResult;
import io.triskel.hosting.operation.Past;
import io.triskel.orders.input.InputLine;
import io.triskel.orders.ordering.PlaceOrder;
import io.triskel.orders.run.DrivenPipeline;
import io.triskel.orders.run.Operator;
import io.triskel.orders.run.PipelineCounts;
import io.triskel.orders.run.TargetFault;
import io.triskel.orders.view.OrderRow;
import io.triskel.projection.History;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** The pipeline in memory as a run drives it: calls go straight to the services, and orders go one at a time. */
final class DrivenMemory implements DrivenPipeline {
    private static final int PAGE = 500;

    private final MemoryPipeline pipeline;

    DrivenMemory(MemoryPipeline pipeline) {
        this.pipeline = pipeline;
    }

    @Override
    public Operator operator() {
        return pipeline.operator();
    }

    @Override
    public void product(InputLine.ProductLine line, String text) {
        pipeline.call(to -> {
            to.catalogue().publish(line.id(), line.version(), line.state(), pipeline.soon());
            return line;
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
        boolean unused = pipeline.work();
    }

    @Override
    public void carryOn(Duration elapsed) {
        operator().pass(elapsed);
    }

    @Override
    public Map<String, Long> waiting() {
        return pipeline.waiting();
    }

    @Override
    public List<TargetFault> faults() {
        return pipeline.faults().all();
    }

    /** Of all streams: the log says which facts there are. */
    @Override
    public long lost(Collection<String> orders) {
        Optional<String> after = Optional.empty();
        do {
            after = history().read(after, PAGE).next();
        } while (after.isPresent());
        return pipeline.log().lost();
    }

    @Override
    public String evidence() {
        return "memory";
    }

    @Override
    public String busName() {
        return "in memory";
    }

    @Override
    public boolean cancel(String order) {
        return refusal(pipeline.call(to -> to.ordering().cancel(order))).isEmpty();
    }

    @Override
    public History history() {
        return pipeline.log();
    }

    @Override
    public Optional<Past> past() {
        return Optional.empty();
    }

    @Override
    public PipelineCounts figures(List<OrderRow> orders) {
        ObjectNode own = JsonNodeFactory.instance.objectNode();
        pipeline.struck().ifPresent(faults -> {
            own.put(
                    "faultsSurvived",
                    faults.values().stream().mapToLong(Long::longValue).sum());
            faults.forEach(own.putObject("faults")::put);
        });
        return new PipelineCounts(
                pipeline.tally().eventsByType(),
                operator().sagasByEnding(orders),
                operator().parked(),
                pipeline.tally().parkedEver(),
                OptionalLong.of(pipeline.tally().duplicates()),
                operator().messages(),
                Map.of(
                        "lost",
                        pipeline.log().lost(),
                        "orderViolations",
                        pipeline.tally().orderViolations()),
                own);
    }

    @Override
    public void close() {
        pipeline.close();
    }
}

package io.triskel.orders.aws.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.local.Await;
import io.triskel.local.WorkFolder;
import io.triskel.local.aws.lambda.FunctionMetrics;
import io.triskel.local.aws.lambda.LambdaFunction;
import io.triskel.orders.input.InputLine;
import io.triskel.orders.ordering.PlaceOrder;
import io.triskel.orders.pipeline.Style;
import io.triskel.orders.run.DrivenPipeline;
import io.triskel.orders.run.Figures;
import io.triskel.orders.run.RunLog;
import io.triskel.orders.view.OrderRow;
import io.triskel.projection.ProjectionView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** The deployed pipeline as a run drives it: lines go in over HTTP, the clock is a schedule that is told the time. */
final class DrivenAws implements DrivenPipeline {
    private static final Duration CATALOGUE_PATIENCE = Duration.ofMinutes(2);
    private static final int ORDERS_AT_A_TIME = 3;

    private final Path folder;
    private final Deployment deployment;
    private final Access access;
    private final Operator operator;
    private final StreamLog log;
    private final OrderClient client;
    private final Settling settling;
    private final Optional<Chaos> chaos;

    /**
     * Drives a deployment.
     *
     * @param folder removed in the end
     */
    DrivenAws(Path folder, Deployment deployment, Style style, RunLog runLog, Optional<Chaos> chaos) {
        this.folder = folder;
        this.deployment = deployment;
        this.chaos = chaos;
        access = new Access(deployment);
        operator = new Operator(access.ports(), style);
        log = new StreamLog(deployment.stream(), runLog);
        client = new OrderClient(deployment.url());
        settling = new Settling(deployment, operator, log);
    }

    @Override
    public void product(InputLine.ProductLine line, String text) {
        accepted("/products", text).ifPresent(problem -> {
            throw new IllegalStateException("Product " + line.id() + " was not taken: " + problem);
        });
    }

    @Override
    public void awaitCatalogue(Map<String, Long> versions) {
        versions.forEach((product, version) -> Await.until(
                "version " + version + " of " + product + " in ordering's catalogue",
                CATALOGUE_PATIENCE,
                () -> operator.pipeline().assortment().versionOf(product) >= version));
    }

    @Override
    public Optional<String> stock(InputLine.StockLine line, String text) {
        return accepted("/stock", text);
    }

    private Optional<String> accepted(String path, String text) {
        return refusal(client.post(path, text).join());
    }

    private static Optional<String> refusal(OrderClient.Answer answer) {
        return answer.ok() ? Optional.empty() : Optional.of(answer.detail());
    }

    @Override
    public CompletableFuture<Optional<String>> order(PlaceOrder request, String text) {
        chaos.ifPresent(Chaos::order);
        return client.post("/orders", text).thenApply(DrivenAws::refusal);
    }

    @Override
    public int ordersAtATime() {
        return ORDERS_AT_A_TIME;
    }

    @Override
    public void work() {
        // The functions work by themselves.
    }

    @Override
    public boolean cancel(String order) {
        return accepted("/orders/" + order + "/cancellation", "").isEmpty();
    }

    @Override
    public void settle(Runnable heartbeat) {
        settling.settle(heartbeat);
    }

    @Override
    public void pass(Duration time) {
        settling.pass(time);
    }

    @Override
    public ProjectionView<OrderRow> view() {
        return operator.pipeline().view();
    }

    @Override
    public long ended() {
        Map<String, Long> counts = log.eventsByType();
        return Stream.of("shipped", "rejected", "cancelled")
                .mapToLong(ending -> counts.getOrDefault("orders.order-" + ending + ".v1", 0L))
                .sum();
    }

    @Override
    public long events() {
        log.read();
        return log.events();
    }

    @Override
    public Figures figures() {
        long parked = operator.parked();
        List<OrderRow> orders = operator.orders();
        Map<String, Long> faults = new TreeMap<>(Map.of(
                "lost", operator.lost(log, orders),
                "orderViolations", log.orderViolations()));
        return new Figures(
                log.eventsByType(),
                operator.sagasByEnding(orders),
                parked,
                parked + settling.replayed(),
                OptionalLong.of(duplicates()),
                operator.messages(),
                faults,
                own());
    }

    private long duplicates() {
        return FunctionLogs.counts(deployment.functions().values().stream()
                        .map(LambdaFunction::logs)
                        .toList())
                .getOrDefault("duplicate", 0L);
    }

    private ObjectNode own() {
        ObjectNode own = JsonNodeFactory.instance.objectNode();
        ObjectNode cloud = own.putObject("cloud").put("environment", "emulator");
        Map<String, FunctionMetrics> metrics = new TreeMap<>();
        deployment.functions().forEach((name, function) -> metrics.put(name, function.metrics()));
        cloud.put("records", log.records())
                .put("repeatedRecords", log.records() - log.events())
                .put("shards", deployment.stream().shards().size());
        CloudFigures.put(cloud, metrics);
        chaos.ifPresent(trouble -> {
            cloud.put("killed", trouble.killed());
            ObjectNode struck = cloud.putObject("faults");
            trouble.struck().forEach(struck::put);
        });
        return own;
    }

    @Override
    public void close() {
        access.close();
        deployment.close();
        WorkFolder.remove(folder);
    }
}

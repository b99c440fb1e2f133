package io.triskel.orders.deployed;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.orders.input.InputLine;
import io.triskel.orders.ordering.PlaceOrder;
import io.triskel.orders.pipeline.Style;
import io.triskel.orders.run.DrivenPipeline;
import io.triskel.orders.run.Figures;
import io.triskel.orders.run.RunLog;
import io.triskel.orders.view.OrderRow;
import io.triskel.projection.History;
import io.triskel.projection.View;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The deployed pipeline as a run drives it: lines go in over HTTP, the function of the clock is told the time. */
public final class DrivenDeployment implements DrivenPipeline {
    private static final Duration CATALOGUE_PATIENCE = Duration.ofMinutes(2);
    private static final int ORDERS_AT_A_TIME = 3;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final DeployedPipeline deployed;
    private final Operator operator;
    private final BusLog log;
    private final OrderClient client;
    private final Settling settling;
    private final Optional<FaultInjection> trouble;

    /**
     * Drives a deployment that it closes in the end.
     *
     * @param trouble what goes wrong meanwhile; empty if nothing is to go wrong
     */
    public DrivenDeployment(DeployedPipeline deployed, Style style, RunLog runLog, Optional<FaultInjection> trouble) {
        this.deployed = deployed;
        this.trouble = trouble;
        operator = new Operator(deployed.ports(), style);
        log = new BusLog(deployed.bus(), runLog);
        client = new OrderClient(deployed.url());
        settling = new Settling(deployed, operator, log);
    }

    @Override
    public void product(InputLine.ProductLine line, String text) {
        accepted("/products", text).ifPresent(problem -> {
            throw new IllegalStateException("Product " + line.id() + " was not taken: " + problem);
        });
    }

    @Override
    public void awaitCatalogue(Map<String, Long> versions) {
        versions.forEach(this::awaitCatalogue);
    }

    private void awaitCatalogue(String product, long version) {
        long until = System.nanoTime() + CATALOGUE_PATIENCE.toNanos();
        while (operator.pipeline().assortment().versionOf(product) < version) {
            if (System.nanoTime() - until > 0) {
                throw new IllegalStateException("Ordering's catalogue had not heard of version " + version + " of "
                        + product + " within " + CATALOGUE_PATIENCE);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
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
        trouble.ifPresent(FaultInjection::order);
        return client.order(text).thenApply(DrivenDeployment::refusal);
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
    public View<OrderRow> view() {
        return operator.pipeline().view();
    }

    @Override
    public History history() {
        return new BusHistory(deployed.bus(), deployed.ports().events());
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
        return FunctionLogs.counts(deployed.logs()).getOrDefault("duplicate", 0L);
    }

    private ObjectNode own() {
        ObjectNode own = JsonNodeFactory.instance.objectNode();
        ObjectNode cloud = own.putObject("cloud").put("environment", "emulator");
        cloud.put("records", log.records()).put("repeatedRecords", log.records() - log.events());
        deployed.describe(cloud);
        CloudFigures.put(cloud, deployed.functions());
        trouble.ifPresent(what -> {
            cloud.put("killed", what.killed());
            Map<String, Long> struck = what.struck();
            struck.forEach(cloud.putObject("faults")::put);
            own.put("faultsSurvived", what.killed() + struck.values().stream().mapToLong(Long::longValue).sum());
        });
        return own;
    }

    @Override
    public void close() {
        deployed.close();
    }
}

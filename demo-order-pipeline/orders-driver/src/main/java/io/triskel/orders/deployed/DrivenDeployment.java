package io.triskel.orders.deployed;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.triskel.console.hosted.FunctionFlow;
import io.triskel.event.StreamId;
import io.triskel.hosting.operation.Past;
import io.triskel.local.access.CallRights;
import io.triskel.observe.Observer;
import io.triskel.orders.input.InputLine;
import io.triskel.orders.ordering.PlaceOrder;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.Style;
import io.triskel.orders.run.DrivenPipeline;
import io.triskel.orders.run.Operator;
import io.triskel.orders.run.PipelineCounts;
import io.triskel.orders.run.RunLog;
import io.triskel.orders.run.TargetFault;
import io.triskel.orders.view.OrderRow;
import io.triskel.projection.History;
import io.triskel.store.EventReader;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The deployed pipeline as a run drives it: lines go in over HTTP, the clock's function receives the time. */
public final class DrivenDeployment implements DrivenPipeline {
    private static final int ORDERS_AT_A_TIME = 3;

    /** Longer than the longest time that an archive on a laptop keeps a file open, which is Pub/Sub's minute. */
    private static final Duration ARCHIVE_PATIENCE = Duration.ofSeconds(90);

    private static final Duration ARCHIVE_LOOK = Duration.ofMillis(100);

    private final DeployedPipeline deployed;
    private final Operator operator;
    private final BusLog log;
    private final OrderClient client;
    private final Optional<FaultInjection> trouble;
    private final Optional<FunctionFlow> flow;
    private final boolean hasClock;

    /** Watches a deployment whose clock ticks by itself, and closes it in the end. */
    DrivenDeployment(DeployedPipeline deployed, Style style, Observer observer) {
        this(deployed, style, new RunLog(Optional.empty(), unused -> {}), Optional.empty(), observer, true);
    }

    /**
     * Drives a deployment, and closes it in the end.
     *
     * @param trouble the faults to inject; empty for none
     * @param observer told of what the bus and the functions' logs show
     */
    public DrivenDeployment(
            DeployedPipeline deployed,
            Style style,
            RunLog runLog,
            Optional<FaultInjection> trouble,
            Observer observer) {
        this(deployed, style, runLog, trouble, observer, false);
    }

    private DrivenDeployment(
            DeployedPipeline deployed,
            Style style,
            RunLog runLog,
            Optional<FaultInjection> trouble,
            Observer observer,
            boolean hasClock) {
        this.hasClock = hasClock;
        this.deployed = deployed;
        this.trouble = trouble;
        flow = FunctionFlow.of(
                observer,
                () -> new OrderPipeline(deployed.ports(), style).consumers().values());
        log = new BusLog(
                deployed.bus(),
                runLog,
                flow.<Consumer<byte[]>>map(seen -> seen::event).orElse(record -> {}));
        operator = new Operator(deployed, new RealPace(InstantSource.system()), log, style);
        client = new OrderClient(deployed.url(), deployed.credential());
    }

    @Override
    public Operator operator() {
        return operator;
    }

    @Override
    public void product(InputLine.ProductLine line, String text) {
        accepted("/products", text).ifPresent(problem -> {
            throw new IllegalStateException("Product " + line.id() + " was rejected: " + problem);
        });
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
    public void carryOn(Duration elapsed) {
        // Its time is the wall's, which has gone on by itself.
        if (!hasClock) {
            operator.pass(Duration.ZERO);
        }
        long unused = events();
    }

    @Override
    public long events() {
        flow.ifPresent(seen -> seen.read(deployed.functions().logs()));
        return operator.events();
    }

    @Override
    public boolean cancel(String order) {
        return accepted("/orders/" + order + "/cancellation", "").isEmpty();
    }

    @Override
    public String busName() {
        return deployed.busName();
    }

    @Override
    public History history() {
        return new BusHistory(deployed.bus(), deployed.ports().platform().codec());
    }

    @Override
    public Optional<Past> past() {
        long began = System.nanoTime();
        while (log.records() > 0 && !deployed.hasArchived()) {
            if (System.nanoTime() - began > ARCHIVE_PATIENCE.toNanos()) {
                throw new IllegalStateException("Nothing has reached the archive for " + ARCHIVE_PATIENCE.toSeconds()
                        + " s, although " + log.records() + " events were published");
            }
            LockSupport.parkNanos(ARCHIVE_LOOK.toNanos());
        }
        return deployed.past();
    }

    @Override
    public PipelineCounts figures(List<OrderRow> orders) {
        long parked = operator.parked();
        Map<String, Long> faults = new TreeMap<>(Map.of(
                "lost", lost(orders),
                "orderViolations", log.orderViolations()));
        return new PipelineCounts(
                log.eventsByType(),
                deployed.endings().orElseGet(() -> operator.sagasByEnding(orders)),
                parked,
                parked + operator.replayed(),
                OptionalLong.of(duplicates()),
                operator.messages(),
                faults,
                own());
    }

    /** Counts facts in the store that never came over the bus, of these orders and of all other streams seen on the bus. */
    private long lost(List<OrderRow> orders) {
        Set<StreamId> streams = new HashSet<>(log.streams());
        orders.forEach(order -> streams.add(new StreamId("order-" + order.order())));
        EventReader store = deployed.ports().platform().eventStore();
        return streams.parallelStream()
                .mapToLong(stream -> committed(store, stream, log.factsOf(stream)) - log.factsOf(stream))
                .sum();
    }

    @Override
    public long lost(Collection<String> orders) {
        log.read();
        EventReader store = deployed.ports().platform().eventStore();
        return orders.stream()
                .flatMap(
                        order -> Stream.of("order-", "reservation-", "payment-").map(prefix -> prefix + order))
                .map(StreamId::new)
                .mapToLong(stream -> committed(store, stream, log.factsOf(stream)) - log.factsOf(stream))
                .sum();
    }

    @Override
    public Map<String, Long> waiting() {
        return deployed.waiting();
    }

    @Override
    public List<TargetFault> faults() {
        return deployed.faults().all();
    }

    private static long committed(EventReader store, StreamId stream, long after) {
        return store.read(stream, after, 1).lastRevision();
    }

    private long duplicates() {
        return FunctionLogs.in(deployed.functions().logs()).events().getOrDefault("duplicate", 0L);
    }

    private ObjectNode own() {
        ObjectNode own = JsonNodeFactory.instance.objectNode();
        ObjectNode cloud = own.putObject("cloud").put("environment", "emulator");
        cloud.put("records", log.records()).put("repeatedRecords", log.records() - log.events());
        FunctionLogs.Written written = FunctionLogs.in(deployed.functions().logs());
        cloud.put("logLines", written.lines()).put("logBytes", written.bytes());
        deployed.describe(cloud);
        describe(deployed.rights(), cloud);
        new CloudFigures(deployed.ownCounts()).put(cloud, deployed.functions().metrics());
        trouble.ifPresent(what -> {
            cloud.put("killed", what.killed());
            Map<String, Long> struck = what.struck();
            struck.forEach(cloud.putObject("faults")::put);
            own.put(
                    "faultsSurvived",
                    what.killed()
                            + struck.values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum());
        });
        return own;
    }

    private static void describe(CallRights rights, ObjectNode cloud) {
        rights.refused().forEach(cloud.withArray("refused")::add);
        rights.unused()
                .forEach((caller, unused) ->
                        unused.forEach(right -> cloud.withArray("unused").add(caller + ": " + right)));
    }

    @Override
    public void close() {
        deployed.close();
    }
}

package io.triskel.orders.run;

import io.triskel.event.Page;
import io.triskel.orders.notification.SentMessages;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.Ports;
import io.triskel.orders.pipeline.Style;
import io.triskel.orders.view.OrderRow;
import io.triskel.outbox.Outbox;
import io.triskel.parking.ParkingLot.HeldLane;
import io.triskel.platform.Platform;
import io.triskel.saga.SagaRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Looks after a pipeline on any target: sees into the stores by the same ports as the functions, and waits until the pipeline
 * is at rest.
 *
 * <p>At rest means: every event is settled by every consumer, the stores have nothing unsent, unpublished, due or parked, and
 * no event came during that check.
 */
public final class Operator {
    private static final int PAGE = 500;
    private static final Duration CATALOGUE_LOOK = Duration.ofMillis(1);
    private static final Duration LOOK = Duration.ofMillis(200);

    private final HostedPipeline host;
    private final Ports ports;
    private final Pace pace;
    private final Books books;
    private final Settling settling;
    private final OrderPipeline pipeline;
    private final String saga;

    /** Looks after a pipeline of this style. */
    public Operator(HostedPipeline host, Pace pace, Books books, Style style) {
        this.host = host;
        ports = host.ports();
        this.pace = pace;
        this.books = books;
        settling = new Settling(host, pace, books);
        pipeline = new OrderPipeline(ports, style);
        saga = pipeline.leader();
    }

    /** {@return what the pipeline runs on} */
    public Platform platform() {
        return ports.platform();
    }

    /** {@return the pipeline, to look at} */
    public OrderPipeline pipeline() {
        return pipeline;
    }

    /**
     * Comes back once ordering's copy of the catalogue knows at least these versions of these products.
     *
     * @throws IllegalStateException if nothing moves any more and the copy does not know them
     */
    public void awaitCatalogue(Map<String, Long> versions) {
        versions.forEach((product, version) -> until(
                () -> pipeline.assortment().known(product).version() >= version,
                CATALOGUE_LOOK,
                () -> {},
                () -> new IllegalStateException("Ordering's catalogue does not know version " + version + " of "
                        + product + ", and makes no progress; lagging consumers: " + host.behind())));
    }

    /**
     * Returns once only timers are left to wait for.
     *
     * @param heartbeat run about five times a second
     * @throws StuckException if nothing moves although work is left
     */
    public void settle(Runnable heartbeat) {
        until(this::atRest, LOOK, heartbeat, () -> WorkLeft.of(ports, pipeline, host.behind(), pace.due()));
    }

    private void until(
            BooleanSupplier holds, Duration look, Runnable heartbeat, Supplier<? extends RuntimeException> stuck) {
        settling.until(holds, look, heartbeat, this::isAnyLaneParked, stuck);
    }

    private boolean atRest() {
        long before = books.read();
        return host.isCaughtUp() && !isAnythingLeft() && host.isCaughtUp() && books.read() == before;
    }

    /** Lets so much time pass, and runs the work that is due then. */
    public void pass(Duration time) {
        settling.pass(time);
    }

    /** {@return how many parked events were handled while the operator waited} */
    public long replayed() {
        return settling.replayed();
    }

    /** {@return how many orders have ended, by the books} */
    public long ended() {
        Map<String, Long> counts = books.eventsByType();
        return Stream.of("shipped", "rejected", "cancelled")
                .mapToLong(ending -> counts.getOrDefault("orders.order-" + ending + ".v1", 0L))
                .sum();
    }

    /** {@return how many events there were so far, each once} */
    public long events() {
        books.read();
        return books.events();
    }

    /** Asks the stores themselves: postponed work counts too. */
    private boolean isAnythingLeft() {
        Instant later = pace.now().plus(Duration.ofDays(365));
        return inAnyBucket(Outbox.BUCKETS, bucket -> ports.platform().outbox().dirty(bucket, later, 1))
                || inAnyBucket(
                        SagaRef.BUCKETS,
                        bucket -> ports.platform().stores().sagas().unsent(saga, bucket, later, 1))
                || inAnyBucket(
                        SagaRef.BUCKETS,
                        bucket -> ports.platform().stores().sagas().due(saga, bucket, pace.due(), 1))
                || isAnyLaneParked();
    }

    /** A lane may be empty and parked, if its replay was interrupted just before it would have opened it. */
    private boolean isAnyLaneParked() {
        return consumers()
                .anyMatch(consumer -> !ports.platform()
                        .stores()
                        .parkingLot()
                        .held(consumer, Optional.empty(), 1)
                        .isEmpty());
    }

    private Stream<String> consumers() {
        return Stream.concat(pipeline.consumers().keySet().stream(), host.otherConsumers().stream());
    }

    private interface Bucket {
        List<?> first(int bucket);
    }

    private static boolean inAnyBucket(int buckets, Bucket index) {
        return IntStream.range(0, buckets)
                .anyMatch(bucket -> !index.first(bucket).isEmpty());
    }

    /** {@return how many events are parked} */
    public long parked() {
        return consumers()
                .mapToLong(consumer ->
                        ports.platform().stores().parkingLot().held(consumer, Optional.empty(), PAGE).stream()
                                .mapToLong(HeldLane::events)
                                .sum())
                .sum();
    }

    /** {@return all orders of the order view, by order id} */
    public List<OrderRow> orders() {
        List<OrderRow> rows = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            Page<OrderRow> page = pipeline.view().page(after, PAGE);
            rows.addAll(page.items());
            after = page.next();
        } while (after.isPresent());
        rows.sort(Comparator.comparing(OrderRow::order));
        return rows;
    }

    /** {@return how many saga instances have ended in which way; unfinished instances are {@code running} or {@code stuck}} */
    public Map<String, Long> sagasByEnding(List<OrderRow> orders) {
        Map<String, Long> count = new TreeMap<>();
        for (OrderRow order : orders) {
            ports.platform()
                    .stores()
                    .sagas()
                    .load(new SagaRef(saga, order.order()))
                    .map(row -> row.status().fold(running -> "running", ended -> ended.ending(), stuck -> "stuck"))
                    .ifPresent(ending -> count.merge(ending, 1L, Long::sum));
        }
        return count;
    }

    /** {@return how many messages customers got} */
    public long messages() {
        return new SentMessages(ports.platform().stores().replicas()).count();
    }
}

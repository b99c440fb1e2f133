package io.triskel.orders.deployed;

import io.triskel.event.StreamId;
import io.triskel.orders.choreography.PaymentWatch;
import io.triskel.orders.fulfilment.FulfilmentSaga;
import io.triskel.orders.notification.SentMessages;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.Ports;
import io.triskel.orders.pipeline.Style;
import io.triskel.orders.run.StuckException;
import io.triskel.orders.run.WorkLeft;
import io.triskel.orders.view.OrderRow;
import io.triskel.outbox.Outbox;
import io.triskel.projection.View;
import io.triskel.saga.SagaRef;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Whoever looks after the pipeline: sees into the stores by the same ports as the functions. */
final class Operator {
    private static final int PAGE = 500;

    private final Ports ports;
    private final OrderPipeline pipeline;
    private final Style style;
    private final String saga;

    /** Looks after the pipeline over these ports. */
    Operator(Ports ports, Style style) {
        this.ports = ports;
        this.style = style;
        pipeline = new OrderPipeline(ports, style);
        saga = style == Style.ORCHESTRATION ? FulfilmentSaga.NAME : PaymentWatch.NAME;
    }

    /** {@return the pipeline, to look at} */
    OrderPipeline pipeline() {
        return pipeline;
    }

    /** {@return what is left to do by the stores' own account, in words; none if nothing is} */
    List<String> left(Instant now) {
        List<String> left = new ArrayList<>();
        Instant later = now.plus(Duration.ofDays(365));
        if (inAnyBucket(Outbox.BUCKETS, bucket -> ports.outbox().dirty(bucket, later, 1))) {
            left.add("commits to publish");
        }
        if (inAnyBucket(SagaRef.BUCKETS, bucket -> ports.sagas().unsent(saga, bucket, later, 1))) {
            left.add("commands to send");
        }
        if (inAnyBucket(SagaRef.BUCKETS, bucket -> ports.sagas().due(saga, bucket, now, 1))) {
            left.add("timers to fire");
        }
        pipeline.consumers().keySet().stream()
                .filter(consumer ->
                        !ports.parking().lanes(consumer, Optional.empty(), 1).isEmpty())
                .forEach(consumer -> left.add("parked events of " + consumer));
        return left;
    }

    /** {@return what to throw when nothing moves although something is left to do} */
    StuckException stuck(List<String> behind, Instant now) {
        return WorkLeft.of(ports, pipeline, style, behind, now);
    }

    private interface Bucket {
        List<?> first(int bucket);
    }

    private static boolean inAnyBucket(int buckets, Bucket index) {
        return IntStream.range(0, buckets)
                .anyMatch(bucket -> !index.first(bucket).isEmpty());
    }

    /** {@return how many events are parked} */
    long parked() {
        return pipeline.consumers().keySet().stream()
                .mapToLong(consumer -> ports.parking().lanes(consumer, Optional.empty(), PAGE).stream()
                        .mapToLong(lane -> ports.parking()
                                .list(consumer, lane, Optional.empty(), PAGE)
                                .size())
                        .sum())
                .sum();
    }

    /** {@return all orders of the order view} */
    List<OrderRow> orders() {
        List<OrderRow> rows = new ArrayList<>();
        Optional<String> after = Optional.empty();
        do {
            View.Page<OrderRow> page = pipeline.view().page(after, PAGE);
            rows.addAll(page.rows());
            after = page.next();
        } while (after.isPresent());
        return rows;
    }

    /** {@return how many saga instances have ended in which way; those that have not are {@code running} or {@code stuck}} */
    Map<String, Long> sagasByEnding(List<OrderRow> orders) {
        Map<String, Long> count = new TreeMap<>();
        for (OrderRow order : orders) {
            ports.sagas()
                    .load(new SagaRef(saga, order.order()))
                    .map(row -> row.status().fold(running -> "running", ended -> ended.ending(), stuck -> "stuck"))
                    .ifPresent(ending -> count.merge(ending, 1L, Long::sum));
        }
        return count;
    }

    /** {@return how many messages customers got} */
    long messages() {
        return new SentMessages(ports.replicas()).count();
    }

    /** {@return how many facts the store has, of these orders and of whatever else was heard of, that never came} */
    long lost(BusLog log, List<OrderRow> orders) {
        Set<StreamId> streams = new HashSet<>(log.streams());
        orders.forEach(order -> streams.add(new StreamId("order-" + order.order())));
        return streams.parallelStream()
                .mapToLong(stream -> committed(stream, log.factsOf(stream)) - log.factsOf(stream))
                .sum();
    }

    private long committed(StreamId stream, long after) {
        return ports.store().read(stream, after, 1).lastRevision();
    }
}

package io.triskel.memory;

import io.triskel.codec.EventCodec;
import io.triskel.codec.WireEvent;
import io.triskel.consume.Redelivery;
import io.triskel.event.Deadline;
import io.triskel.event.EventType;
import io.triskel.event.OrderingKey;
import io.triskel.publish.EventBus;
import io.triskel.publish.EventBus.BusLimits;
import io.triskel.publish.EventBus.BusResult;
import io.triskel.publish.EventBus.Outgoing;
import io.triskel.publish.EventBus.WireMode;
import io.triskel.publish.RejectionCause;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A partitioned bus in memory. It keeps events as bytes; a key's events are in one partition, in order.
 *
 * <p>A group gets every event, from the oldest kept at its first subscription, and redeliveries as its {@link Redelivery}
 * states. A full partition drops events that all groups have settled, or the oldest if there is no group. While a group
 * still needs all of them, the bus rejects new events as {@link RejectionCause#THROTTLED}.
 */
public final class InMemoryBus implements EventBus {
    private static final int CAPACITY = 65_536;

    /** The bus answers immediately, but a test's wrapper may not. */
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

    private static final byte[] NOISE = "{\"specversion\":\"1.0\", broken".getBytes(StandardCharsets.UTF_8);

    private final EventCodec codec;
    private final BusLimits limits;
    private final int capacity;
    private final BusFaults faults;
    private final Optional<InstantSource> clock;
    private final List<BusPartition> partitions = new ArrayList<>();
    private final Map<String, BusGroup> groups = new HashMap<>();
    private final Map<String, Redelivery> kinds = new HashMap<>();
    private int nextWithoutKey;

    private InMemoryBus(
            EventCodec codec,
            BusLimits limits,
            int partitions,
            int capacity,
            BusFaults faults,
            Optional<InstantSource> clock) {
        if (partitions < 1 || capacity < 1) {
            throw new IllegalArgumentException(
                    "partitions and capacity must be at least 1, not " + partitions + " and " + capacity);
        }
        this.codec = codec;
        this.limits = limits;
        this.capacity = capacity;
        this.faults = faults;
        this.clock = clock;
        for (int i = 0; i < partitions; i++) {
            this.partitions.add(new BusPartition(i));
        }
    }

    /** {@return a bus for 500 events and 4 MiB per request, and events up to the codec's limit} */
    public static InMemoryBus of(EventCodec codec, WireMode mode, int partitions) {
        int largestEvent = codec.maxBytes() + 4 * OrderingKey.MAX;
        int largestRequest = Math.max(4 << 20, largestEvent);
        return new InMemoryBus(
                codec,
                new BusLimits(mode, 500, largestRequest, largestEvent, true, true, CALL_TIMEOUT),
                partitions,
                CAPACITY,
                BusFaults.none(),
                Optional.empty());
    }

    /** {@return an empty bus with these limits instead} */
    public InMemoryBus withLimits(BusLimits others) {
        return new InMemoryBus(codec, others, partitions.size(), capacity, faults, clock);
    }

    /** {@return an empty bus with this capacity of events per partition, instead of 65,536} */
    public InMemoryBus withCapacity(int events) {
        return new InMemoryBus(codec, limits, partitions.size(), events, faults, clock);
    }

    /** {@return an empty bus with these faults} */
    public InMemoryBus withFaults(BusFaults others) {
        return new InMemoryBus(codec, limits, partitions.size(), capacity, others, clock);
    }

    /** {@return an empty bus that stamps accepted events by this clock; by default it does not} */
    public InMemoryBus withClock(InstantSource other) {
        return new InMemoryBus(codec, limits, partitions.size(), capacity, faults, Optional.of(other));
    }

    @Override
    public BusLimits limits() {
        return limits;
    }

    @Override
    public CompletionStage<List<BusResult>> send(List<Outgoing> batch, Deadline deadline) {
        return CompletableFuture.completedFuture(store(batch));
    }

    private synchronized List<BusResult> store(List<Outgoing> batch) {
        requireWithinLimits(batch);
        List<Optional<String>> keys = new ArrayList<>(batch.size());
        for (Outgoing each : batch) {
            keys.add(each.event().key().map(OrderingKey::value));
        }
        Set<String> failedKeys = new HashSet<>();
        BusResult[] results = new BusResult[batch.size()];
        for (int place : faults.order(keys)) {
            Optional<String> key = keys.get(place);
            results[place] = key.filter(failedKeys::contains).isPresent()
                    ? BusResult.failed(
                            RejectionCause.TRANSIENT, "An earlier event of the same key failed in this request")
                    : store(key, batch.get(place).wire());
            if (results[place] instanceof BusResult.Failed) {
                key.ifPresent(failedKeys::add);
            }
        }
        return Arrays.asList(results);
    }

    private void requireWithinLimits(List<Outgoing> batch) {
        long bytes = 0;
        boolean tooLarge = false;
        for (Outgoing each : batch) {
            bytes += each.bytes();
            tooLarge |= each.bytes() > limits.maxEventBytes();
        }
        if (batch.size() > limits.maxEvents() || bytes > limits.maxRequestBytes() || tooLarge) {
            throw new IllegalArgumentException("A request of " + batch.size() + " events and " + bytes
                    + " bytes is beyond the bus's limits: " + limits);
        }
    }

    private BusResult store(Optional<String> key, WireEvent wire) {
        if (faults.rejects()) {
            return BusResult.failed(RejectionCause.THROTTLED, "Rejected by an injected fault");
        }
        boolean silent = faults.forgetsToAnswer();
        if (silent && faults.flipsACoin()) {
            return BusResult.failed(RejectionCause.UNKNOWN, "Lost by an injected fault");
        }
        BusPartition partition = partitions.get(partitionOf(key));
        if (!makeRoom(partition)) {
            return BusResult.failed(RejectionCause.THROTTLED, full(partition));
        }
        Optional<Instant> now = clock.map(InstantSource::instant);
        BusRecord stored = partition.append(key, wire, now);
        if (faults.duplicates() && makeRoom(partition)) {
            partition.append(key, wire, now);
        }
        if (faults.addsNoise() && makeRoom(partition)) {
            partition.append(Optional.empty(), new WireEvent(Map.of(), NOISE), now);
        }
        return silent
                ? BusResult.failed(RejectionCause.UNKNOWN, "Stored, but the answer was lost by an injected fault")
                : BusResult.ok(stored.position());
    }

    private String full(BusPartition partition) {
        int number = partitions.indexOf(partition);
        String slowest = groups.entrySet().stream()
                .min(Comparator.comparingLong(group -> group.getValue().needs(number)))
                .map(Map.Entry::getKey)
                .orElse("");
        return String.format(
                Locale.ROOT,
                "the in-memory bus is full at %,d events of one partition: drain a pump, or unsubscribe group '%s',"
                        + " which has not settled its oldest event",
                capacity,
                slowest);
    }

    private int partitionOf(Optional<String> key) {
        return key.map(value -> Math.floorMod(value.hashCode(), partitions.size()))
                .orElseGet(() -> {
                    nextWithoutKey = (nextWithoutKey + 1) % partitions.size();
                    return nextWithoutKey;
                });
    }

    private boolean makeRoom(BusPartition partition) {
        if (partition.size() < capacity) {
            return true;
        }
        int number = partitions.indexOf(partition);
        partition.forgetBefore(groups.values().stream()
                .mapToLong(group -> group.needs(number))
                .min()
                .orElse(partition.oldest() + Math.max(1, capacity / 16)));
        return partition.size() < capacity;
    }

    /**
     * Joins a consumer group. Several subscriptions to one group share its work; a subscription is for one thread at a
     * time.
     *
     * @param group the group's name; the first subscription creates the group
     * @param redelivery how unsettled events are redelivered, the same for all subscriptions of the group; not
     *     {@link Redelivery#NEVER}, which would lose events
     */
    public InMemorySubscription subscribe(String group, Redelivery redelivery) {
        return subscribe(group, redelivery, every -> true);
    }

    /**
     * Joins a consumer group that decodes only wanted types.
     *
     * @param wanted the wire types whose data is decoded; data of other types stays encoded
     */
    public synchronized InMemorySubscription subscribe(
            String group, Redelivery redelivery, Predicate<EventType> wanted) {
        if (redelivery == Redelivery.NEVER) {
            throw new IllegalArgumentException("This bus redelivers unsettled events, so a group cannot use NEVER");
        }
        Redelivery kind = kinds.computeIfAbsent(group, first -> redelivery);
        if (kind != redelivery) {
            throw new IllegalArgumentException(
                    "Group '" + group + "' redelivers as " + kind + ", it cannot also do so as " + redelivery);
        }
        groups.computeIfAbsent(group, first -> newGroup(redelivery));
        return new InMemorySubscription(this, group, redelivery, wanted);
    }

    /** Ends a group: drops its offsets and keeps no more events for it. */
    public synchronized void unsubscribe(String group) {
        groups.remove(group);
        kinds.remove(group);
    }

    private BusGroup newGroup(Redelivery redelivery) {
        boolean byKey = redelivery == Redelivery.ONE_BY_ONE || redelivery == Redelivery.HELD;
        return byKey
                ? new KeyGroup(partitions, redelivery == Redelivery.ONE_BY_ONE, faults)
                : new PartitionGroup(partitions, redelivery == Redelivery.WHOLE_BATCH);
    }

    /** Visits all kept events as bytes, partition by partition. */
    public synchronized void forEachKept(Consumer<WireEvent> seen) {
        partitions.forEach(partition ->
                partition.from(partition.oldest(), Integer.MAX_VALUE).forEach(each -> seen.accept(each.wire())));
    }

    synchronized List<BusRecord> next(String group, Object member, int limit) {
        return group(group).next(member, limit);
    }

    synchronized void settle(String group, Object member, List<Boolean> settled) {
        group(group).settle(member, settled);
    }

    synchronized void abandon(String group, Object member) {
        group(group).abandon(member);
    }

    synchronized int groups() {
        return groups.size();
    }

    EventCodec codec() {
        return codec;
    }

    synchronized long waiting(String group) {
        return group(group).waiting();
    }

    synchronized boolean drained(String group) {
        return group(group).drained();
    }

    private BusGroup group(String name) {
        return Optional.ofNullable(groups.get(name))
                .orElseThrow(() -> new IllegalStateException("Group '" + name + "' has been unsubscribed"));
    }
}

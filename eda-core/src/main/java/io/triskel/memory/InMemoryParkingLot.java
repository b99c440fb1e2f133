package io.triskel.memory;

import io.triskel.event.EventId;
import io.triskel.parking.Lane;
import io.triskel.parking.LaneLease;
import io.triskel.parking.ParkResult;
import io.triskel.parking.ParkedEvent;
import io.triskel.parking.ParkingLot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A parking lot in memory, for embedded use and tests, with a limit on the events it holds. */
public final class InMemoryParkingLot implements ParkingLot {
    private static final int KEPT_DISCARDS = 1_000;

    private final int capacity;
    private final Map<String, ParkedLanes> consumers = new HashMap<>();
    private final Map<String, Deque<ParkedEvent>> discarded = new HashMap<>();
    private int size;
    private long lastFence;

    private InMemoryParkingLot(int capacity) {
        this.capacity = capacity;
    }

    /** Makes a lot that holds 100,000 events. */
    public InMemoryParkingLot() {
        this(100_000);
    }

    /** {@return a lot that holds this many events} */
    public static InMemoryParkingLot ofCapacity(int events) {
        return new InMemoryParkingLot(events);
    }

    @Override
    public synchronized ParkResult park(ParkedEvent event) {
        ParkedLanes lanes = lanesOf(event.consumer());
        ParkedLane lane = lanes.get(event.lane());
        if (lane != null) {
            return append(lane, event);
        }
        if (size >= capacity) {
            return new ParkResult.Full(capacity);
        }
        return append(lanes.begin(event.lane(), event.replayAt()), event);
    }

    @Override
    public synchronized ParkResult parkBehind(ParkedEvent event) {
        ParkedLane lane = lanesOf(event.consumer()).get(event.lane());
        return lane == null ? ParkResult.open() : append(lane, event);
    }

    private ParkResult append(ParkedLane lane, ParkedEvent event) {
        if (lane.get(event.event()) != null) {
            return ParkResult.parked();
        }
        if (size >= capacity) {
            return new ParkResult.Full(capacity);
        }
        lane.put(event);
        size++;
        return ParkResult.parked();
    }

    @Override
    public synchronized Set<Lane> heldAmong(String consumer, Collection<Lane> lanes) {
        return lanesOf(consumer).among(lanes);
    }

    @Override
    public synchronized Optional<LaneLease> lease(String consumer, Lane lane, Instant now, Duration duration) {
        ParkedLane parked = lanesOf(consumer).get(lane);
        if (parked == null || parked.leased(now)) {
            return Optional.empty();
        }
        parked.fence = ++lastFence;
        Instant end = now.plus(duration);
        parked.leaseEnd = Optional.of(end);
        return Optional.of(new LaneLease(consumer, lane, parked.fence, end));
    }

    @Override
    public synchronized List<ParkedEvent> peek(LaneLease lease, int limit) {
        ParkedLane lane = leased(lease);
        return lane == null ? List.of() : lane.after(Optional.empty(), limit);
    }

    @Override
    public synchronized boolean remove(LaneLease lease, EventId head) {
        ParkedLane lane = leased(lease);
        if (lane == null || !lane.hasHead(head)) {
            return false;
        }
        take(lease, lane, head);
        return true;
    }

    private void take(LaneLease lease, ParkedLane lane, EventId event) {
        if (lane.hasHead(event)) {
            lanesOf(lease.consumer()).due(lane, Optional.of(Instant.MIN));
        }
        lane.remove(event);
        size--;
    }

    @Override
    public synchronized boolean postpone(LaneLease lease, ParkedEvent head) {
        ParkedLane lane = leased(lease);
        if (lane == null || !lane.hasHead(head.event())) {
            return false;
        }
        lane.put(head);
        lanesOf(lease.consumer()).due(lane, head.replayAt());
        return true;
    }

    @Override
    public synchronized boolean open(LaneLease lease) {
        ParkedLane lane = leased(lease);
        if (lane == null || !lane.isEmpty()) {
            return false;
        }
        lanesOf(lease.consumer()).remove(lane);
        return true;
    }

    @Override
    public synchronized void release(LaneLease lease) {
        ParkedLane lane = leased(lease);
        if (lane != null) {
            lane.leaseEnd = Optional.empty();
        }
    }

    @Override
    public synchronized List<Lane> lanes(String consumer, Optional<Lane> after, int limit) {
        return lanesOf(consumer).after(after, limit);
    }

    @Override
    public synchronized List<ParkedEvent> list(String consumer, Lane lane, Optional<EventId> after, int limit) {
        ParkedLane parked = lanesOf(consumer).get(lane);
        return parked == null ? List.of() : parked.after(after, limit);
    }

    @Override
    public synchronized List<Lane> due(String consumer, Instant now, int limit) {
        return lanesOf(consumer).dueAt(now, limit);
    }

    @Override
    public synchronized Optional<ParkedEvent> discard(LaneLease lease, EventId event, String reason) {
        ParkedLane lane = leased(lease);
        ParkedEvent parked = lane == null ? null : lane.get(event);
        if (lane == null || parked == null) {
            return Optional.empty();
        }
        take(lease, lane, event);
        Deque<ParkedEvent> kept = discarded.computeIfAbsent(lease.consumer(), first -> new ArrayDeque<>());
        kept.addFirst(parked.waiting(reason, parked.attempts(), Optional.empty()));
        if (kept.size() > KEPT_DISCARDS) {
            kept.removeLast();
        }
        return Optional.of(parked);
    }

    @Override
    public synchronized List<ParkedEvent> discarded(String consumer, int limit) {
        return discarded.getOrDefault(consumer, new ArrayDeque<>()).stream()
                .limit(limit)
                .toList();
    }

    /** {@return how many events are parked, of all consumers} */
    public synchronized int size() {
        return size;
    }

    private @Nullable ParkedLane leased(LaneLease lease) {
        ParkedLane lane = lanesOf(lease.consumer()).get(lease.lane());
        return lane != null && lane.fence == lease.fence() ? lane : null;
    }

    private ParkedLanes lanesOf(String consumer) {
        return consumers.computeIfAbsent(consumer, first -> new ParkedLanes());
    }
}

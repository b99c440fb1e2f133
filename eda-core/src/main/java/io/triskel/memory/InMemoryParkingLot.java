package io.triskel.memory;

import io.triskel.event.EventId;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot;
import io.triskel.parking.ParkingLot.HeldLane;
import io.triskel.parking.ParkingLot.LaneLease;
import io.triskel.parking.ParkingLot.ParkResult;
import io.triskel.parking.ParkingLot.ParkedEvent;
import io.triskel.spi.Change;
import io.triskel.spi.LaneEntry;
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
import java.util.function.Consumer;

/** A parking lot in memory, for embedded use and tests, with a limit on the events it holds. */
public final class InMemoryParkingLot implements ParkingLot {
    private static final int KEPT_DISCARDS = 1_000;

    private final int capacity;
    private final Map<String, ParkedLanes> consumers = new HashMap<>();
    private final Map<String, Deque<ParkedEvent>> discarded = new HashMap<>();
    private int size;
    private long highestFence;

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
        return park(event, true);
    }

    @Override
    public synchronized ParkResult parkBehind(ParkedEvent event) {
        return park(event, false);
    }

    private ParkResult park(ParkedEvent event, boolean opens) {
        ParkedLane lane = lane(event.consumer(), event.lane());
        Change<LaneEntry, ParkResult> step =
                lane.entry().park(event, opens, () -> lane.has(event.event()), Integer.MAX_VALUE);
        if (step.next().isPresent() && size >= capacity) {
            return new ParkResult.Full(capacity);
        }
        return written(event.consumer(), lane, step, parked -> {
            lane.put(event);
            size++;
        });
    }

    @Override
    public synchronized Set<Lane> heldAmong(String consumer, Collection<Lane> lanes) {
        return lanesOf(consumer).among(lanes);
    }

    @Override
    public synchronized Optional<LaneLease> lease(String consumer, Lane lane, Instant now, Duration duration) {
        ParkedLane there = lane(consumer, lane);
        return written(consumer, there, there.entry().lease(consumer, lane, now, duration), leased -> {});
    }

    @Override
    public synchronized List<ParkedEvent> peek(LaneLease lease, int limit) {
        ParkedLane lane = lane(lease);
        return lane.entry().heldBy(lease) ? lane.after(Optional.empty(), limit) : List.of();
    }

    @Override
    public synchronized boolean remove(LaneLease lease, EventId head) {
        ParkedLane lane = lane(lease);
        return written(
                        lease.consumer(),
                        lane,
                        lane.entry().remove(lease, () -> lane.head(head)),
                        taken -> take(lane, taken))
                .isPresent();
    }

    private void take(ParkedLane lane, Optional<ParkedEvent> taken) {
        taken.ifPresent(lane::remove);
        size--;
    }

    @Override
    public synchronized boolean postpone(LaneLease lease, ParkedEvent head) {
        ParkedLane lane = lane(lease);
        return written(
                        lease.consumer(),
                        lane,
                        lane.entry().postpone(lease, () -> lane.head(head.event()), head),
                        before -> lane.put(head))
                .isPresent();
    }

    @Override
    public synchronized boolean open(LaneLease lease) {
        ParkedLane lane = lane(lease);
        return written(lease.consumer(), lane, lane.entry().open(lease), opened -> {});
    }

    @Override
    public synchronized void release(LaneLease lease) {
        ParkedLane lane = lane(lease);
        boolean unused = written(lease.consumer(), lane, lane.entry().release(lease), released -> {});
    }

    @Override
    public synchronized List<HeldLane> held(String consumer, Optional<Lane> after, int limit) {
        return lanesOf(consumer).after(after, limit);
    }

    @Override
    public synchronized Optional<HeldLane> held(String consumer, Lane lane) {
        return lane(consumer, lane).entry().held(lane);
    }

    @Override
    public synchronized List<ParkedEvent> list(String consumer, Lane lane, Optional<EventId> after, int limit) {
        return lane(consumer, lane).after(after, limit);
    }

    @Override
    public synchronized List<Lane> due(String consumer, Instant now, int limit) {
        return lanesOf(consumer).dueAt(now, limit);
    }

    @Override
    public synchronized Optional<ParkedEvent> discard(LaneLease lease, EventId event, String reason) {
        ParkedLane lane = lane(lease);
        Change<LaneEntry, Optional<ParkedEvent>> step = lane.entry()
                .discard(
                        lease,
                        () -> lane.find(event),
                        there -> lane.head(there.event()).isPresent());
        return written(lease.consumer(), lane, step, taken -> {
            take(lane, taken);
            taken.ifPresent(there -> keep(there.waiting(reason, there.attempts(), Optional.empty())));
        });
    }

    private void keep(ParkedEvent event) {
        Deque<ParkedEvent> kept = discarded.computeIfAbsent(event.consumer(), first -> new ArrayDeque<>());
        kept.addFirst(event);
        if (kept.size() > KEPT_DISCARDS) {
            kept.removeLast();
        }
    }

    @Override
    public synchronized List<ParkedEvent> discarded(String consumer, int limit) {
        return discarded.getOrDefault(consumer, new ArrayDeque<>()).stream()
                .limit(limit)
                .toList();
    }

    /** {@return the number of parked events of all consumers} */
    public synchronized int size() {
        return size;
    }

    private ParkedLane lane(LaneLease lease) {
        return lane(lease.consumer(), lease.lane());
    }

    /** The parked lane, or an absent one in its place. */
    private ParkedLane lane(String consumer, Lane lane) {
        return lanesOf(consumer).find(lane).orElseGet(() -> new ParkedLane(lane, LaneEntry.absentSince(highestFence)));
    }

    /** Writes a step's result, events first and then the lane's entry, and returns its answer. */
    private <T> T written(String consumer, ParkedLane lane, Change<LaneEntry, T> step, Consumer<T> events) {
        step.next().ifPresent(next -> {
            events.accept(step.answer());
            lanesOf(consumer).write(lane, next);
            highestFence = Math.max(highestFence, next.fence());
        });
        return step.answer();
    }

    private ParkedLanes lanesOf(String consumer) {
        return consumers.computeIfAbsent(consumer, first -> new ParkedLanes());
    }
}

package io.triskel.consume;

import io.triskel.codec.EventCodec;
import io.triskel.event.Deadline;
import io.triskel.event.EventId;
import io.triskel.observe.Observer;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot;
import io.triskel.parking.ParkingLot.HeldLane;
import io.triskel.parking.ParkingLot.LaneLease;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Replays parked events of one consumer to its handlers. A lane is replayed head first under its lease. An event is removed
 * only after it is handled, and the lane opens only when it is empty: until then new arrivals queue.
 *
 * <p>Each call has a limit and a deadline: call it from a timer. Thread-safe. A failing port is counted in the report.
 */
public final class ParkedReplay {
    private final ConsumerParts with;
    private final ParkingLot lot;
    private final Duration reserve;

    private ParkedReplay(Builder builder) {
        with = ConsumerParts.of(builder.consumer, builder.codec, builder.clock, builder.observer);
        reserve = builder.reserve;
        ParkingLot parkingLot = with.lot();
        if (parkingLot == null) {
            throw new IllegalStateException(
                    builder.consumer.name() + " has no parking lot: there is nothing to replay");
        }
        lot = parkingLot;
    }

    /** {@return a builder of a replay for this consumer, which must have a parking lot} */
    public static Builder of(EventConsumer consumer) {
        return new Builder(consumer);
    }

    /**
     * Replays one lane. A failing handler or port is counted. Only an error of the machine is thrown, such as
     * {@link OutOfMemoryError}: then lane and event wait for their leases to expire.
     *
     * @param limit the most events to try
     * @param deadline when the host wants an answer
     */
    public ReplayReport replay(Lane lane, int limit, Deadline deadline) {
        Counts counts = new Counts();
        replay(lane, limit, timeOf(deadline), counts);
        return counts.report();
    }

    /**
     * Replays lanes that are due, earliest first.
     *
     * @param now the moment at which lanes are due
     * @param limit the most events to try, and the most lanes
     * @param deadline when the host wants an answer
     */
    public ReplayReport replayDue(Instant now, int limit, Deadline deadline) {
        Counts counts = new Counts();
        Time time = timeOf(deadline);
        try {
            replay(lot.due(with.consumer().name(), now, limit), limit, time, counts);
        } catch (RuntimeException ofThePort) {
            portFailed(ofThePort, counts);
        }
        return counts.report();
    }

    /**
     * Replays all lanes, due or not, and reports to the observer how many stay parked.
     *
     * @param limit the most events to try, and the most lanes
     * @param deadline when the host wants an answer
     */
    public ReplayReport replayAll(int limit, Deadline deadline) {
        Counts counts = new Counts();
        Time time = timeOf(deadline);
        try {
            List<Lane> parked = lot.held(with.consumer().name(), Optional.empty(), limit).stream()
                    .map(HeldLane::lane)
                    .toList();
            replay(parked, limit, time, counts);
            with.observer().parkedLanes(with.consumer().name(), (long) parked.size() - counts.opened);
        } catch (RuntimeException ofThePort) {
            portFailed(ofThePort, counts);
        }
        return counts.report();
    }

    /**
     * Says what a replay of these lanes would do now. Calls no handler, takes no lease and writes nothing; the answer may be
     * out of date when the replay starts.
     *
     * @param limit the most events to look at
     * @throws io.triskel.event.PortException if inbox or lot fail
     */
    public ReplayPreview preview(Collection<Lane> lanes, int limit) {
        return new Previewing(with, lot, limit).of(lanes);
    }

    /**
     * Counts the parked lanes and reports them to the observer. It lists the lot: call it once a minute, not with every
     * batch.
     *
     * @param most the count to stop at, at least 1
     * @return how many lanes are parked, {@code most} if there may be more; empty if the lot failed, which is reported to
     *     the observer
     */
    public OptionalInt parkedLanes(int most) {
        try {
            int parked =
                    lot.held(with.consumer().name(), Optional.empty(), most).size();
            with.observer().parkedLanes(with.consumer().name(), parked);
            return OptionalInt.of(parked);
        } catch (RuntimeException ofThePort) {
            with.observer().portFailed("parking-lot", ofThePort);
            return OptionalInt.empty();
        }
    }

    private void replay(List<Lane> lanes, int limit, Time time, Counts counts) {
        int left = limit;
        for (Lane lane : lanes) {
            if (left <= 0 || outOfTime(time)) {
                break;
            }
            left -= replay(lane, left, time, counts);
        }
    }

    /** The deadline of a call, and the earlier one after which no attempt begins. */
    private record Time(Deadline deadline, Deadline attemptsUntil) {}

    private Time timeOf(Deadline deadline) {
        return new Time(deadline, deadline.keeping(reserve, with.clock()));
    }

    private int replay(Lane lane, int limit, Time time, Counts counts) {
        int tried = 0;
        LaneLease lease = null;
        try {
            lease = lease(lane, time.deadline(), counts).orElse(null);
            ReplayedLane replayed =
                    lease == null ? null : new ReplayedLane(with, lot, lease, time.attemptsUntil(), counts);
            while (replayed != null && tried < limit && !outOfTime(time) && replayed.next()) {
                tried++;
            }
            if (replayed != null) {
                replayed.openIfEmpty();
            }
        } catch (RuntimeException ofThePort) {
            portFailed(ofThePort, counts);
        } finally {
            release(lease, counts);
        }
        return tried;
    }

    private Optional<LaneLease> lease(Lane lane, Deadline deadline, Counts counts) {
        String consumer = with.consumer().name();
        Duration needed = deadline.remaining(with.clock()).plus(reserve);
        Optional<LaneLease> lease = lot.lease(consumer, lane, with.clock().instant(), needed);
        if (lease.isEmpty() && !lot.heldAmong(consumer, List.of(lane)).isEmpty()) {
            counts.busy++;
        }
        return lease;
    }

    private void release(@Nullable LaneLease lease, Counts counts) {
        if (lease != null) {
            try {
                lot.release(lease);
            } catch (RuntimeException ofThePort) {
                portFailed(ofThePort, counts);
            }
        }
    }

    /**
     * Removes an event from its lane without handling it: it counts as completed from now on, and the lot keeps the reason.
     *
     * @return false if the lane does not have the event, or is being replayed
     * @throws io.triskel.event.PortException if inbox or lot fail; the call may be repeated
     */
    public boolean discard(Lane lane, EventId event, String reason) {
        return new Discarding(with, lot).discard(lane, event, reason, reserve.plusSeconds(10));
    }

    private boolean outOfTime(Time time) {
        return time.attemptsUntil().passed(with.clock());
    }

    private void portFailed(RuntimeException failure, Counts counts) {
        with.observer().portFailed("parking-lot", failure);
        counts.portFailures++;
    }

    /** The report of a replay while it runs. */
    static final class Counts {
        int handled;
        int duplicates;
        int failed;
        int opened;
        int busy;
        int portFailures;

        ReplayReport report() {
            return new ReplayReport(handled, duplicates, failed, opened, busy, portFailures);
        }
    }

    /** Builds a replay. */
    public static final class Builder {
        private final EventConsumer consumer;
        private @Nullable EventCodec codec;
        private InstantSource clock = InstantSource.system();
        private Observer observer = Observer.none();
        private Duration reserve = Duration.ofSeconds(1);

        private Builder(EventConsumer consumer) {
            this.consumer = consumer;
            this.codec = consumer.codec();
        }

        /** Sets the codec, whose current upcasters decode parked events. */
        public Builder codec(EventCodec events) {
            codec = events;
            return this;
        }

        /** Sets the clock. Default: the system's. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /** Sets the observer of each replayed event. Default: none. */
        public Builder observer(Observer told) {
            observer = told;
            return this;
        }

        /**
         * Sets the time before the deadline in which no attempt begins. Default: 1 s; never more than a quarter of the
         * call's time.
         */
        public Builder parkingReserve(Duration time) {
            reserve = time;
            return this;
        }

        /**
         * Builds the replay.
         *
         * @throws IllegalStateException if the consumer has no parking lot, or there is no codec
         * @throws IllegalArgumentException if the codec does not know a handled type (unless its handler takes
         *     {@link io.triskel.codec.EncodedData}), or reads its data as another class than the handler takes
         */
        public ParkedReplay build() {
            return new ParkedReplay(this);
        }
    }

    /**
     * The result of a replay.
     *
     * @param handled events handled and removed from their lanes
     * @param duplicates events completed elsewhere and removed from their lanes
     * @param failed events that failed again and stay parked, with their lanes
     * @param opened lanes that were opened
     * @param busy lanes being replayed elsewhere, or whose head is in progress elsewhere
     * @param portFailures failed calls of inbox, lot or key store; their events or lanes stay parked
     */
    public record ReplayReport(int handled, int duplicates, int failed, int opened, int busy, int portFailures) {
        /** {@return an empty report} */
        public static ReplayReport none() {
            return new ReplayReport(0, 0, 0, 0, 0, 0);
        }

        /** {@return the sum of both reports} */
        public ReplayReport plus(ReplayReport other) {
            return new ReplayReport(
                    handled + other.handled,
                    duplicates + other.duplicates,
                    failed + other.failed,
                    opened + other.opened,
                    busy + other.busy,
                    portFailures + other.portFailures);
        }
    }
}

package io.triskel.parking;

import io.triskel.codec.WireEvent;
import io.triskel.event.EventId;
import io.triskel.event.ForAdapters;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps events that cannot be handled now. Port: parked lanes per consumer, each a queue of events. A lane stays parked
 * from its first event until it is opened, even while empty, so that new arrivals queue.
 *
 * <p>Every method that writes takes effect by one conditional write of one item, the lane's head ({@link
 * io.triskel.spi.LaneEntry}). An event's own item is written with the head, or before it and then counts only once the head
 * is written. Thread-safe. A call that throws {@link io.triskel.event.PortException} has an unknown outcome; all calls may
 * be repeated.
 */
public interface ParkingLot {
    /** Appends the event to its lane and parks the lane if it is open; an event already in the lane stays unchanged. */
    ParkResult park(ParkedEvent event);

    /**
     * Appends the event if its lane is parked, in the same conditional write; otherwise returns open and writes nothing.
     */
    ParkResult parkBehind(ParkedEvent event);

    /** {@return which of these lanes are parked} */
    Set<Lane> heldAmong(String consumer, Collection<Lane> lanes);

    /** {@return the exclusive lease of a parked lane; empty if the lane is open, or has an unexpired lease} */
    Optional<LaneLease> lease(String consumer, Lane lane, Instant now, Duration duration);

    /** {@return the lane's first events, head first; none if the lane is empty or the lease's fence is not the lane's} */
    List<ParkedEvent> peek(LaneLease lease, int limit);

    /**
     * Removes the handled head; the lane stays parked, and due, until it is opened.
     *
     * @return false if the lease's fence is not the lane's, or the event not its head: nothing was written
     */
    boolean remove(LaneLease lease, EventId head);

    /**
     * Records why and until when the head keeps waiting; the lane is due at that time, or only on demand.
     *
     * @return false if the lease's fence is not the lane's, or the event not its head: nothing was written
     */
    boolean postpone(LaneLease lease, ParkedEvent head);

    /** {@return true if the empty lane is open now; false if it has an event, or the lease's fence is not the lane's} */
    boolean open(LaneLease lease);

    /** Releases the lease; does nothing if its fence is not the lane's. */
    void release(LaneLease lease);

    /** {@return parked lanes of a consumer after the given one, in a fixed order, as their heads tell} */
    List<HeldLane> held(String consumer, Optional<Lane> after, int limit);

    /** {@return a lane, read consistently, if it is parked} */
    Optional<HeldLane> held(String consumer, Lane lane);

    /** {@return events of one lane after the given one; from the head if the lane does not have that event} */
    List<ParkedEvent> list(String consumer, Lane lane, Optional<EventId> after, int limit);

    /**
     * {@return lanes to replay now: those whose head is due, and those whose replay must continue or that must be opened}
     */
    List<Lane> due(String consumer, Instant now, int limit);

    /**
     * Removes any event from its lane without handling it and keeps the reason; if it was the head, the lane is due.
     *
     * @return the event; empty if the lane does not have it, or the lease's fence is not the lane's
     */
    Optional<ParkedEvent> discard(LaneLease lease, EventId event, String reason);

    /** {@return discarded events, latest first, each with its reason} */
    List<ParkedEvent> discarded(String consumer, int limit);

    /**
     * The right to replay one parked lane.
     *
     * @param consumer the consumer whose lane it is
     * @param lane the lane
     * @param fence higher than the fence of any earlier lease of the lane, even from before it was opened and parked again
     * @param leaseEnd when others may lease the lane
     */
    @ForAdapters
    record LaneLease(String consumer, Lane lane, long fence, Instant leaseEnd) {}

    /**
     * A parked lane.
     *
     * @param lane the lane
     * @param events how many events wait
     * @param head the first event; empty if a replay or a discard has just removed the one before it, if no event waits, or
     *     if an earlier release parked it: then {@link #list} has it
     * @param due when the lane is to be replayed, in the past for as soon as possible; empty for only on demand
     * @param leaseEnd when others may lease the lane, if it was leased and not released
     */
    record HeldLane(Lane lane, long events, Optional<Head> head, Optional<Instant> due, Optional<Instant> leaseEnd) {
        /** {@return whether the lane is being replayed} */
        public boolean busy(Instant now) {
            return leaseEnd.filter(now::isBefore).isPresent();
        }

        /**
         * What is known of a lane's first event without reading it.
         *
         * @param reason why it waits, cut after {@value #MAX_REASON} characters
         * @param attempts how often it was tried
         * @param parkedAt when it was first parked
         */
        public record Head(String reason, int attempts, Instant parkedAt) {
            /** The longest reason kept with the lane, in characters: DynamoDB bills each KB of the item that has it. */
            public static final int MAX_REASON = 200;

            public Head {
                reason = reason.length() <= MAX_REASON ? reason : cut(reason);
            }

            private static String cut(String reason) {
                return reason.substring(
                        0, Character.isHighSurrogate(reason.charAt(MAX_REASON - 1)) ? MAX_REASON - 1 : MAX_REASON);
            }

            /** {@return what is kept of this event while it is a lane's first} */
            public static Head of(ParkedEvent event) {
                return new Head(event.reason(), event.attempts(), event.parkedAt());
            }
        }
    }

    /** The parking lot's answer to the parking of an event. */
    @ForAdapters
    sealed interface ParkResult {
        /** {@return the answer that the lot has the event} */
        static ParkResult parked() {
            return Parked.PARKED;
        }

        /** {@return the answer that the lane is no longer parked} */
        static ParkResult open() {
            return Open.OPEN;
        }

        /** The lot has the event, from this call or an earlier one. */
        record Parked() implements ParkResult {
            private static final Parked PARKED = new Parked();
        }

        /**
         * The lane is not parked, nothing was written: the event may be attempted. Only {@code parkBehind} returns this.
         */
        record Open() implements ParkResult {
            private static final Open OPEN = new Open();
        }

        /**
         * The lot or the lane is full: nothing was written.
         *
         * @param limit the most events that the lot or lane holds
         */
        record Full(int limit) implements ParkResult {}
    }

    /**
     * A parked event, kept as it was on the wire, so that a replay decodes it with the upcasters of that time.
     *
     * @param consumer the consumer that parked the event
     * @param lane the lane in which the event waits
     * @param event the event's identity, or the identity of its position if it could not be decoded
     * @param wire bytes and attributes
     * @param position the event's position in its source
     * @param reason why the event waits
     * @param attempts how often the event was tried
     * @param parkedAt when the event was first parked
     * @param replayAt when the event is due for another attempt; absent if only on demand, or if it waits behind another
     *     event
     */
    record ParkedEvent(
            String consumer,
            Lane lane,
            EventId event,
            WireEvent wire,
            String position,
            String reason,
            int attempts,
            Instant parkedAt,
            Optional<Instant> replayAt) {
        /** {@return a copy with this reason, this number of attempts and this time of replay} */
        public ParkedEvent waiting(String why, int tried, Optional<Instant> until) {
            return new ParkedEvent(consumer, lane, event, wire, position, why, tried, parkedAt, until);
        }
    }
}

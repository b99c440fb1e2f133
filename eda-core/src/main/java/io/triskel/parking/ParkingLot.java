package io.triskel.parking;

import io.triskel.event.EventId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Port: parked lanes per consumer, each a queue of events. A lane is parked from its first event until it is opened, also
 * while it is empty in between, so that events that arrive meanwhile queue.
 *
 * <p>Every method that writes takes effect by one conditional write of one item, the lane's head ({@link LaneEntry}). An
 * event's own item is written together with the head, or before it and then does not count until the head is written. Safe
 * for threads. A call that throws {@link io.triskel.event.PortException} has an unknown outcome; all calls may be repeated.
 */
public interface ParkingLot {
    /** Appends the event to its lane and parks the lane if it is open; an event that the lane has already stays as it is. */
    ParkResult park(ParkedEvent event);

    /** Appends the event if its lane is parked, in the same conditional write; otherwise answers open and writes nothing. */
    ParkResult parkBehind(ParkedEvent event);

    /** {@return which of these lanes are parked} */
    Set<Lane> heldAmong(String consumer, Collection<Lane> lanes);

    /** {@return the exclusive lease of a parked lane; empty if the lane is open, or has a lease that has not ended} */
    Optional<LaneLease> lease(String consumer, Lane lane, Instant now, Duration duration);

    /** {@return the first events of the lane, head first; none if the lane is empty or the lease's fence is not the lane's} */
    List<ParkedEvent> peek(LaneLease lease, int limit);

    /**
     * Takes the head out after it was handled; the lane stays parked, and due, until it is opened.
     *
     * @return false if the lease's fence is not the lane's, or the event not its head: nothing was written
     */
    boolean remove(LaneLease lease, EventId head);

    /**
     * Records why the head waits on and until when; the lane is due at that time, or only on demand.
     *
     * @return false if the lease's fence is not the lane's, or the event not its head: nothing was written
     */
    boolean postpone(LaneLease lease, ParkedEvent head);

    /** {@return true if the lane was empty and is open now; false if it has an event, or the lease's fence is not the lane's} */
    boolean open(LaneLease lease);

    /** Gives the lease back; does nothing if its fence is not the lane's. */
    void release(LaneLease lease);

    /** {@return parked lanes of a consumer that follow the given one, in an order that never changes} */
    List<Lane> lanes(String consumer, Optional<Lane> after, int limit);

    /** {@return events of one lane that follow the given one; from the head on if the lane does not have the given one} */
    List<ParkedEvent> list(String consumer, Lane lane, Optional<EventId> after, int limit);

    /** {@return lanes to replay now: those whose head is due, and those whose replay must go on or that must be opened} */
    List<Lane> due(String consumer, Instant now, int limit);

    /**
     * Takes any event out of its lane without handling it and keeps the reason; if it was the head, the lane is due.
     *
     * @return the event; empty if the lane does not have it, or the lease's fence is not the lane's
     */
    Optional<ParkedEvent> discard(LaneLease lease, EventId event, String reason);

    /** {@return discarded events, latest first, each with the reason given} */
    List<ParkedEvent> discarded(String consumer, int limit);
}

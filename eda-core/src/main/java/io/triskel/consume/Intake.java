package io.triskel.consume;

import io.triskel.codec.EncodedData;
import io.triskel.consume.Verdict.Why;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.NoData;
import io.triskel.event.PortException.Fault;
import io.triskel.inbox.Inbox.ClaimResult;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Begins a batch: finds subscribed events and their lanes, claims the events, and asks which lanes are parked. */
final class Intake {
    private final ConsumerParts with;
    private final Situation situation;
    private final FailureMemory memory;
    private final Claiming claiming;
    private final Map<Lane, LaneState> lanes;
    private final List<DeliveryInWork> items;

    Intake(
            ConsumerParts with,
            Situation situation,
            FailureMemory memory,
            Claiming claiming,
            List<? extends Delivery> deliveries) {
        this.with = with;
        this.situation = situation;
        this.memory = memory;
        this.claiming = claiming;
        this.items = new ArrayList<>(deliveries.size());
        // Sized for a lane per delivery: growing the map costs more than the rest of finding lanes.
        this.lanes = new HashMap<>(2 * deliveries.size());
        Map<EventId, DeliveryInWork> seen = with.inbox() == null ? Map.of() : new HashMap<>();
        for (Delivery delivery : deliveries) {
            DeliveryInWork item = receive(delivery, items.size());
            items.add(item);
            if (item.isOpen() && with.inbox() != null) {
                item.repeats(seen.putIfAbsent(item.id(), item));
            } else if (item.isOpen()) {
                remember(item);
            }
        }
    }

    List<DeliveryInWork> items() {
        return items;
    }

    private DeliveryInWork receive(Delivery delivery, int place) {
        if (delivery instanceof Delivery.Undecodable undecodable) {
            DeliveryInWork item = new DeliveryInWork(delivery, undecodable.identity(), laneOf(undecodable), place);
            item.unreadable(undecodable.reason());
            return item;
        }
        Delivery.Decoded decoded = (Delivery.Decoded) delivery;
        Envelope<?> envelope = decoded.envelope();
        if (with.isHeartbeat(envelope)) {
            DeliveryInWork item = new DeliveryInWork(delivery, envelope.id(), new LaneState(null), place);
            item.heartbeat();
            return item;
        }
        EventConsumer.Registered handler = with.consumer().handlerOf(envelope.type());
        if (handler == null && !with.subscription().test(envelope.type())) {
            DeliveryInWork item = new DeliveryInWork(delivery, envelope.id(), new LaneState(null), place);
            item.ignored(envelope);
            return item;
        }
        return wanted(decoded, place, envelope, handler);
    }

    private DeliveryInWork wanted(
            Delivery.Decoded decoded, int place, Envelope<?> envelope, EventConsumer.@Nullable Registered exact) {
        DeliveryInWork item;
        try {
            item = new DeliveryInWork(
                    decoded, envelope.id(), stateOf(with.consumer().laneOf(envelope)), place);
        } catch (RuntimeException | Error ofTheLane) {
            item = new DeliveryInWork(decoded, envelope.id(), new LaneState(null), place);
            switch (Fault.of(ofTheLane)) {
                case MACHINE -> throw ofTheLane;
                case PACKAGE -> situation.halt(HandlerCall.broken(ofTheLane));
                case PORT, EVENT -> item.unreadable("its lane could not be determined: " + Place.of(ofTheLane));
            }
        }
        EventConsumer.Registered handler = exact != null
                ? exact
                : with.consumer().handlerOf(with.codec().types().newestOf(envelope.type()));
        item.received(envelope, handler);
        if (handler == null) {
            item.unreadable(envelope.type() + " is subscribed to, but this version of it is not known here");
        } else if (couldBeDecoded(handler, envelope) && decoded.wire().isPresent()) {
            item.readLater();
        } else if (exact == null || !fits(handler, envelope)) {
            item.unreadable(misfit(handler, envelope));
        }
        return item;
    }

    private boolean couldBeDecoded(EventConsumer.Registered handler, Envelope<?> envelope) {
        return envelope.data() instanceof EncodedData
                && !handler.takesEncoded()
                && with.codec().types().dataTypeOf(envelope.type()).isPresent();
    }

    /**
     * Encoded data fits only a handler declared for it; {@link NoData}, such as a tombstone's, fits a handler of any class.
     */
    static boolean fits(EventConsumer.Registered handler, Envelope<?> envelope) {
        Object data = envelope.data();
        return data instanceof EncodedData
                ? handler.takesEncoded()
                : handler.dataType().isInstance(data) || data == NoData.NO_DATA;
    }

    static String misfit(EventConsumer.Registered handler, Envelope<?> envelope) {
        if (envelope.data() instanceof EncodedData) {
            return "data of " + envelope.type()
                    + " was not decoded, since the codec that read it does not know the type:"
                    + " register it, or declare the handler for EncodedData.class";
        }
        return "its handler takes " + handler.dataType().getName() + ", but data of " + envelope.type()
                + " was read as " + envelope.data().getClass().getName();
    }

    private LaneState laneOf(Delivery.Undecodable undecodable) {
        return with.consumer().hasOwnLane()
                ? new LaneState(null)
                : stateOf(
                        undecodable.transportKey().filter(key -> !key.isEmpty()).map(Lane::of));
    }

    private LaneState stateOf(Optional<Lane> lane) {
        if (lane.isEmpty()) {
            return new LaneState(null);
        }
        LaneState state = lanes.get(lane.get());
        if (state == null) {
            state = new LaneState(lane.get());
            state.toAsk = with.lot() != null;
            lanes.put(lane.get(), state);
        }
        return state;
    }

    private void remember(DeliveryInWork item) {
        FailureMemory.Failures failures = memory.of(item.id());
        if (failures != null) {
            item.claiming().remembered(failures.counted(), failures.cutOff(), failures.since());
        }
    }

    /** Claims all events that are not claimed yet. */
    void claim(Instant now, Duration lease) {
        if (with.inbox() == null) {
            return;
        }
        List<DeliveryInWork> asked = new ArrayList<>(items.size());
        for (DeliveryInWork item : items) {
            if (item.isToClaim()) {
                asked.add(item);
            }
        }
        if (!asked.isEmpty()) {
            claiming.claim(asked, now, lease, Intake::take);
        }
    }

    private static void take(DeliveryInWork item, ClaimResult result) {
        if (result instanceof ClaimResult.Claimed claimed) {
            item.claiming().claimed(claimed.claim());
        } else if (result instanceof ClaimResult.Completed) {
            item.completedElsewhere();
        } else if (result instanceof ClaimResult.Parked) {
            item.inLotAlready();
        } else if (result instanceof ClaimResult.InProgress inProgress) {
            item.claiming().inProgressElsewhere(inProgress.since(), inProgress.leaseEnd());
        } else if (result instanceof ClaimResult.Failed failed) {
            item.claiming()
                    .blocked(new Verdict.Unsettled(
                            Why.PORT_FAILED, "the inbox could not claim it: " + failed.message()));
        }
    }

    /** Asks the lot in one call which lanes are parked, among those that still have work and are not known yet. */
    void askForHeld() {
        ParkingLot lot = with.lot();
        if (lot == null || lanes.isEmpty()) {
            return;
        }
        List<Lane> asked = new ArrayList<>(lanes.size());
        for (DeliveryInWork item : items) {
            LaneState state = item.lane();
            if (state.toAsk && state.lane != null && item.isToSettle()) {
                state.toAsk = false;
                asked.add(state.lane);
            }
        }
        if (asked.isEmpty()) {
            return;
        }
        try {
            Set<Lane> held = lot.heldAmong(with.consumer().name(), asked);
            for (Lane lane : held) {
                LaneState state = lanes.get(lane);
                if (state != null) {
                    state.held = true;
                }
            }
        } catch (RuntimeException ofThePort) {
            with.observer().portFailed("parking-lot", ofThePort);
            for (Lane lane : asked) {
                LaneState state = lanes.get(lane);
                if (state != null) {
                    state.toAsk = true;
                }
            }
        }
    }
}

package io.triskel.load;

import io.triskel.codec.EventCodec;
import io.triskel.codec.PersonalKeys;
import io.triskel.consume.BatchProcessor;
import io.triskel.inbox.Inbox;
import io.triskel.outbox.Outbox;
import io.triskel.parking.ParkingLot;
import io.triskel.projection.ReadModel;
import io.triskel.publish.EventBus;
import io.triskel.saga.SagaStore;
import io.triskel.store.Checkpoints;
import io.triskel.store.EventStore;
import io.triskel.store.Snapshots;
import io.triskel.transfer.Replicas;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The ports of a target in one place. A port that the target does not have is empty, and then no contract and no measurement
 * of it exists for that target. Every call answers an object of its own on the same data.
 */
public interface Space extends AutoCloseable {
    /** {@return the bus, to be published to through an {@link io.triskel.publish.OrderedPublisher}} */
    default Optional<EventBus> bus() {
        return Optional.empty();
    }

    /**
     * {@return a long-running consumer of what is on the bus, from its oldest event on}
     *
     * @param name consumers of one name share their progress
     */
    default Optional<Consumption> consumption(String name, BatchProcessor processor, EventCodec codec) {
        return Optional.empty();
    }

    /**
     * {@return the event store}
     *
     * @param clock says when commits happen
     */
    default Optional<EventStore> eventStore(EventCodec codec, InstantSource clock) {
        return Optional.empty();
    }

    /** {@return the outbox of the event store} */
    default Optional<Outbox> outbox(EventCodec codec, InstantSource clock) {
        return Optional.empty();
    }

    /** {@return snapshots} */
    default Optional<Snapshots> snapshots() {
        return Optional.empty();
    }

    /** {@return checkpoints} */
    default Optional<Checkpoints> checkpoints() {
        return Optional.empty();
    }

    /** {@return the inbox} */
    default Optional<Inbox> inbox() {
        return Optional.empty();
    }

    /** {@return the parking lot, with as much room per lane as the target has} */
    default Optional<ParkingLot> parkingLot() {
        return Optional.empty();
    }

    /** {@return the parking lot with room for no more than this many events in a lane} */
    default Optional<ParkingLot> parkingLot(int room) {
        return Optional.empty();
    }

    /** {@return the saga store} */
    default Optional<SagaStore> sagaStore() {
        return Optional.empty();
    }

    /** {@return replicas of other services' entities} */
    default Optional<Replicas> replicas() {
        return Optional.empty();
    }

    /** {@return rows of projections} */
    default Optional<ReadModel> readModel() {
        return Optional.empty();
    }

    /** {@return keys of personal data} */
    default Optional<PersonalKeys> personalKeys() {
        return Optional.empty();
    }

    @Override
    void close();
}

package io.triskel.load;

import io.triskel.codec.EventCodec;
import io.triskel.codec.PersonalKeys;
import io.triskel.inbox.Inbox;
import io.triskel.outbox.Outbox;
import io.triskel.parking.ParkingLot;
import io.triskel.projection.ReadModel;
import io.triskel.saga.SagaStore;
import io.triskel.store.Checkpoints;
import io.triskel.store.EventStore;
import io.triskel.store.Snapshots;
import io.triskel.transfer.Replicas;
import java.time.InstantSource;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * How the stores of a target are opened at one site; each time another object on the same data.
 *
 * @param eventStore by the codec of its events and the clock that says when commits happen
 * @param outbox of the event store, by the same
 * @param snapshots of streams
 * @param checkpoints of consumers
 * @param inbox of consumers
 * @param room as much as a lane of the parking lot has in this target
 * @param parkingLot with room for no more than this many events in a lane
 * @param sagas instances of sagas
 * @param replicas of other services' entities
 * @param readModel rows of projections
 * @param personalKeys keys of personal data
 */
public record TestStores(
        BiFunction<EventCodec, InstantSource, EventStore> eventStore,
        BiFunction<EventCodec, InstantSource, Outbox> outbox,
        Supplier<Snapshots> snapshots,
        Supplier<Checkpoints> checkpoints,
        Supplier<Inbox> inbox,
        int room,
        IntFunction<ParkingLot> parkingLot,
        Supplier<SagaStore> sagas,
        Supplier<Replicas> replicas,
        Supplier<ReadModel> readModel,
        Supplier<PersonalKeys> personalKeys) {}

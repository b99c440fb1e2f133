package io.triskel.orders.memory;

import io.triskel.codec.EventCodec;
import io.triskel.inbox.Inbox;
import io.triskel.outbox.Outbox;
import io.triskel.parking.ParkingLot;
import io.triskel.personal.PersonalKeys;
import io.triskel.platform.Stores;
import io.triskel.projection.ReadModel;
import io.triskel.saga.SagaStore;
import io.triskel.store.Checkpoints;
import io.triskel.store.EventStore;
import io.triskel.store.Snapshots;
import io.triskel.transfer.Replicas;

/**
 * Stores that fail now and then, as chaos says; keys and checkpoints do not.
 *
 * @param calm the stores without faults
 */
record DisturbedStores(Stores calm, Chaos chaos) implements Stores {
    @Override
    public PersonalKeys personalKeys() {
        return calm.personalKeys();
    }

    @Override
    public Checkpoints checkpoints() {
        return calm.checkpoints();
    }

    @Override
    public EventStore eventStore(EventCodec codec) {
        return chaos.around(EventStore.class, calm.eventStore(codec));
    }

    @Override
    public Outbox outbox(EventCodec codec) {
        return chaos.around(Outbox.class, calm.outbox(codec));
    }

    @Override
    public Snapshots snapshots() {
        return chaos.around(Snapshots.class, calm.snapshots());
    }

    @Override
    public Inbox inbox() {
        return chaos.around(Inbox.class, calm.inbox());
    }

    @Override
    public ParkingLot parkingLot() {
        return chaos.around(ParkingLot.class, calm.parkingLot());
    }

    @Override
    public SagaStore sagas() {
        return chaos.around(SagaStore.class, calm.sagas());
    }

    @Override
    public Replicas replicas() {
        return chaos.around(Replicas.class, calm.replicas());
    }

    @Override
    public ReadModel readModel() {
        return chaos.around(ReadModel.class, calm.readModel());
    }
}

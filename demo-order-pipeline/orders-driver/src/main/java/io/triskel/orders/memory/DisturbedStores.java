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
 * Stores whose calls are disturbed or counted; those of keys and checkpoints are not.
 *
 * @param calm the stores themselves
 * @param keys the keys of personal data
 */
record DisturbedStores(Stores calm, PersonalKeys keys, Around around) implements Stores {
    /** Puts something between the pipeline and a port. */
    interface Around {
        <T> T around(Class<T> port, T real);
    }

    @Override
    public PersonalKeys personalKeys() {
        return keys;
    }

    @Override
    public Checkpoints checkpoints() {
        return calm.checkpoints();
    }

    @Override
    public EventStore eventStore(EventCodec codec) {
        return around.around(EventStore.class, calm.eventStore(codec));
    }

    @Override
    public Outbox outbox(EventCodec codec) {
        return around.around(Outbox.class, calm.outbox(codec));
    }

    @Override
    public Snapshots snapshots() {
        return around.around(Snapshots.class, calm.snapshots());
    }

    @Override
    public Inbox inbox() {
        return around.around(Inbox.class, calm.inbox());
    }

    @Override
    public ParkingLot parkingLot() {
        return around.around(ParkingLot.class, calm.parkingLot());
    }

    @Override
    public SagaStore sagas() {
        return around.around(SagaStore.class, calm.sagas());
    }

    @Override
    public Replicas replicas() {
        return around.around(Replicas.class, calm.replicas());
    }

    @Override
    public ReadModel readModel() {
        return around.around(ReadModel.class, calm.readModel());
    }
}

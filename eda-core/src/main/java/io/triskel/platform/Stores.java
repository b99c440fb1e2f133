package io.triskel.platform;

import io.triskel.codec.EventCodec;
import io.triskel.inbox.Inbox;
import io.triskel.outbox.Outbox;
import io.triskel.parking.ParkingLot;
import io.triskel.personal.PersonalKeys;
import io.triskel.projection.ReadModel;
import io.triskel.saga.SagaStore;
import io.triskel.store.Checkpoints;
import io.triskel.store.EventStore;
import io.triskel.store.Snapshots;
import io.triskel.transfer.Replicas;

/**
 * Opens all stores of one platform. Each call opens a store on the same data; opening is cheap and neither reads nor
 * writes. The deployment creates tables or collections.
 */
public interface Stores {
    /** {@return the keys of personal data} */
    PersonalKeys personalKeys();

    /** {@return the store of event streams, with this codec} */
    EventStore eventStore(EventCodec codec);

    /** {@return the outbox of these event streams} */
    Outbox outbox(EventCodec codec);

    /** {@return the store of stream snapshots} */
    Snapshots snapshots();

    /** {@return the store of consumers' checkpoints} */
    Checkpoints checkpoints();

    /** {@return the inbox of all consumers} */
    Inbox inbox();

    /** {@return the parking lot of all consumers} */
    ParkingLot parkingLot();

    /** {@return the store of saga instances} */
    SagaStore sagas();

    /** {@return the store of replicas of other services' entities} */
    Replicas replicas();

    /** {@return the store of projections' rows} */
    ReadModel readModel();
}

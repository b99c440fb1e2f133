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
 * All stores of one place. Each call opens a store anew on the same data; opening is cheap and neither reads nor writes.
 * The deployment creates the stores' tables or collections.
 */
public interface Stores {
    /** {@return the keys of personal data} */
    PersonalKeys personalKeys();

    /** {@return event streams, written and read with this codec} */
    EventStore eventStore(EventCodec codec);

    /** {@return the outbox of these event streams} */
    Outbox outbox(EventCodec codec);

    /** {@return snapshots of streams} */
    Snapshots snapshots();

    /** {@return how far consumers have read} */
    Checkpoints checkpoints();

    /** {@return what consumers have completed} */
    Inbox inbox();

    /** {@return what consumers could not handle} */
    ParkingLot parkingLot();

    /** {@return instances of sagas} */
    SagaStore sagas();

    /** {@return replicas of other services' entities} */
    Replicas replicas();

    /** {@return rows of projections} */
    ReadModel readModel();
}

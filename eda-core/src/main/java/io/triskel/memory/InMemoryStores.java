package io.triskel.memory;

import io.triskel.codec.EventCodec;
import io.triskel.event.StreamId;
import io.triskel.inbox.Inbox;
import io.triskel.outbox.Outbox;
import io.triskel.parking.ParkingLot;
import io.triskel.personal.PersonalKeys;
import io.triskel.platform.Stores;
import io.triskel.projection.History;
import io.triskel.projection.ReadModel;
import io.triskel.saga.SagaStore;
import io.triskel.store.Checkpoints;
import io.triskel.store.EventStore;
import io.triskel.store.Snapshots;
import io.triskel.transfer.Replicas;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All stores in this process's memory. Events are kept as bytes, as in a real store. */
public final class InMemoryStores implements Stores {
    private final PersonalKeys keys = new InMemoryPersonalKeys();
    private final Snapshots snapshots = new InMemorySnapshots();
    private final Checkpoints checkpoints = new InMemoryCheckpoints();
    private final Inbox inbox = new InMemoryInbox();
    private final ParkingLot parkingLot = new InMemoryParkingLot();
    private final SagaStore sagas = new InMemorySagaStore();
    private final Replicas replicas = new InMemoryReplicas();
    private final ReadModel readModel = new InMemoryReadModel();
    private @Nullable InMemoryEventStore first;

    @Override
    public PersonalKeys personalKeys() {
        return keys;
    }

    @Override
    public EventStore eventStore(EventCodec codec) {
        return events(codec);
    }

    @Override
    public Outbox outbox(EventCodec codec) {
        return events(codec);
    }

    /** {@return all appended events, for rebuilds} */
    public History history(EventCodec codec) {
        return events(codec).history();
    }

    /** {@return an event of a stream as it is stored: a structured CloudEvent, personal data encrypted; empty if there is none} */
    public synchronized Optional<byte[]> stored(StreamId stream, long revision) {
        return Optional.ofNullable(first)
                .flatMap(events -> events.kept(stream, revision))
                .map(byte[].class::cast);
    }

    private synchronized InMemoryEventStore events(EventCodec codec) {
        if (first == null) {
            first = InMemoryEventStore.encoded(codec);
        }
        return first.reopened(codec);
    }

    @Override
    public Snapshots snapshots() {
        return snapshots;
    }

    @Override
    public Checkpoints checkpoints() {
        return checkpoints;
    }

    @Override
    public Inbox inbox() {
        return inbox;
    }

    @Override
    public ParkingLot parkingLot() {
        return parkingLot;
    }

    @Override
    public SagaStore sagas() {
        return sagas;
    }

    @Override
    public Replicas replicas() {
        return replicas;
    }

    @Override
    public ReadModel readModel() {
        return readModel;
    }
}

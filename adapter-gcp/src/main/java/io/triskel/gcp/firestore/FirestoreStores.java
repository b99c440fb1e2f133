package io.triskel.gcp.firestore;

import com.google.cloud.firestore.Firestore;
import io.triskel.codec.EventCodec;
import io.triskel.inbox.Inbox;
import io.triskel.outbox.Outbox;
import io.triskel.parking.ParkingLot;
import io.triskel.personal.KeyRing.KeyWrapping;
import io.triskel.personal.PersonalKeys;
import io.triskel.platform.Stores;
import io.triskel.projection.ReadModel;
import io.triskel.saga.SagaStore;
import io.triskel.store.Checkpoints;
import io.triskel.store.EventStore;
import io.triskel.store.Snapshots;
import io.triskel.transfer.Replicas;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Creates all stores on Firestore. The deployment declares the indexing of {@link FirestoreCollections#layouts}.
 * Immutable: each setting returns a new object.
 */
public final class FirestoreStores implements Stores {
    private final Firestore firestore;
    private final FirestoreCollections collections;
    private final InstantSource clock;
    private final Duration inboxRetention;
    private final int laneCapacity;
    private final Optional<KeyWrapping> keyService;

    private FirestoreStores(
            Firestore firestore,
            FirestoreCollections collections,
            InstantSource clock,
            Duration inboxRetention,
            int laneCapacity,
            Optional<KeyWrapping> keyService) {
        this.firestore = firestore;
        this.collections = collections;
        this.clock = clock;
        this.inboxRetention = inboxRetention;
        this.laneCapacity = laneCapacity;
        this.keyService = keyService;
    }

    /** {@return the stores in these collections, with the system's clock} */
    public static FirestoreStores of(Firestore firestore, FirestoreCollections collections) {
        return new FirestoreStores(
                firestore, collections, InstantSource.system(), Duration.ofDays(38), 1_000, Optional.empty());
    }

    /** {@return these stores with another clock} */
    public FirestoreStores clock(InstantSource other) {
        return new FirestoreStores(firestore, collections, other, inboxRetention, laneCapacity, keyService);
    }

    /**
     * {@return these stores with another inbox retention} Set it to what topic and subscription keep and how far
     * beyond that you replay. The default is 38 days: Pub/Sub keeps messages for at most 31.
     */
    public FirestoreStores inboxRetention(Duration other) {
        return new FirestoreStores(firestore, collections, clock, other, laneCapacity, keyService);
    }

    /** {@return these stores with another maximum of parked events in a lane: at least 1, by default 1,000} */
    public FirestoreStores laneCapacity(int other) {
        return new FirestoreStores(firestore, collections, clock, inboxRetention, other, keyService);
    }

    /**
     * {@return these stores, with wrapped keys of personal data} This process wraps them under keys that the service
     * wraps: see {@link FirestorePersonalKeys#wrappedInBuckets}.
     */
    public FirestoreStores keysWrappedBy(KeyWrapping service) {
        return new FirestoreStores(firestore, collections, clock, inboxRetention, laneCapacity, Optional.of(service));
    }

    @Override
    public PersonalKeys personalKeys() {
        FirestorePersonalKeys keys = new FirestorePersonalKeys(firestore, collections);
        return keyService.map(service -> keys.wrappedInBuckets(service, clock)).orElse(keys);
    }

    @Override
    public EventStore eventStore(EventCodec codec) {
        return new FirestoreEventStore(firestore, collections, codec, clock);
    }

    @Override
    public Outbox outbox(EventCodec codec) {
        return new FirestoreEventStore(firestore, collections, codec, clock);
    }

    @Override
    public Snapshots snapshots() {
        return new FirestoreSnapshots(firestore, collections);
    }

    @Override
    public Checkpoints checkpoints() {
        return new FirestoreCheckpoints(firestore, collections);
    }

    @Override
    public Inbox inbox() {
        return new FirestoreInbox(firestore, collections, inboxRetention);
    }

    @Override
    public ParkingLot parkingLot() {
        return new FirestoreParkingLot(firestore, collections, clock, laneCapacity);
    }

    @Override
    public SagaStore sagas() {
        return new FirestoreSagaStore(firestore, collections, clock);
    }

    @Override
    public Replicas replicas() {
        return new FirestoreReplicas(firestore, collections);
    }

    @Override
    public ReadModel readModel() {
        return new FirestoreReadModel(firestore, collections);
    }
}

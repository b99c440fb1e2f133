package io.triskel.orders.gcp;

import com.google.cloud.firestore.Firestore;
import io.triskel.codec.EventCodec;
import io.triskel.codec.PersonalKeys;
import io.triskel.codec.StateCodec;
import io.triskel.gcp.GcpClients;
import io.triskel.gcp.firestore.FirestoreCollections;
import io.triskel.gcp.firestore.FirestoreEventStore;
import io.triskel.gcp.firestore.FirestoreInbox;
import io.triskel.gcp.firestore.FirestoreParkingLot;
import io.triskel.gcp.firestore.FirestorePersonalKeys;
import io.triskel.gcp.firestore.FirestoreReadModel;
import io.triskel.gcp.firestore.FirestoreReplicas;
import io.triskel.gcp.firestore.FirestoreSagaStore;
import io.triskel.gcp.firestore.FirestoreSnapshots;
import io.triskel.gcp.pubsub.PubSubBus;
import io.triskel.observe.Observer;
import io.triskel.orders.function.LazyHttpLookup;
import io.triskel.orders.notification.SentMessages;
import io.triskel.orders.payment.PaymentProvider;
import io.triskel.orders.pipeline.OrderTypes;
import io.triskel.orders.pipeline.Ports;
import io.triskel.publish.OrderedPublisher;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Binds the pipeline's ports to Pub/Sub and Firestore. */
public final class GcpPorts {
    /** Longer than Pub/Sub may keep messages (31 days), so that none comes again to an inbox that has forgotten it. */
    private static final Duration INBOX_RETENTION = Duration.ofDays(45);

    /** An order has some twenty events; beyond this, events are held in the subscription and not parked. */
    private static final int PARKED_IN_A_LANE = 1_000;

    /** Where links lead for a function that follows none. */
    private static final URI NOWHERE = URI.create("http://orders.invalid/");

    private GcpPorts() {}

    /**
     * Makes the ports; nothing is called yet, and Pub/Sub has no client before the first event is published.
     *
     * @param clients closed by the caller
     * @param observer told of everything
     */
    public static Ports of(OrderSettings settings, GcpClients clients, InstantSource clock, Observer observer) {
        Firestore firestore = clients.firestore();
        FirestoreCollections collections = settings.collections();
        PersonalKeys keys = new FirestorePersonalKeys(firestore, collections).cached(clock);
        EventCodec events = EventCodec.of(OrderTypes.registry()).withPersonal(keys);
        FirestoreEventStore store = new FirestoreEventStore(firestore, collections, events, clock);
        FirestoreReplicas replicas = new FirestoreReplicas(firestore, collections);
        PubSubBus bus = new PubSubBus(() -> clients.publisher(settings.topic()), clients.callTimeout(), clock);
        return new Ports(
                events,
                StateCodec.of().withPersonal(keys),
                keys,
                store,
                store,
                Optional.of(new FirestoreSnapshots(firestore, collections)),
                new FirestoreInbox(firestore, collections, INBOX_RETENTION),
                new FirestoreParkingLot(firestore, collections, clock, PARKED_IN_A_LANE),
                new FirestoreSagaStore(firestore, collections),
                replicas,
                new FirestoreReadModel(firestore, collections),
                OrderedPublisher.builder(bus, events)
                        .clock(clock)
                        .observer(observer)
                        .build(),
                new LazyHttpLookup(clock),
                settings.lookupBase().orElse(NOWHERE),
                new SentMessages(replicas),
                PaymentProvider.simulated(),
                clock,
                observer);
    }
}

package io.triskel.load.gcp;

import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.gcp.GcpClients;
import io.triskel.gcp.GcpSettings;
import io.triskel.gcp.firestore.FirestoreCollections;
import io.triskel.gcp.firestore.FirestoreStores;
import io.triskel.gcp.pubsub.PubSubBus;
import io.triskel.load.Consumption;
import io.triskel.load.TestPorts;
import io.triskel.platform.Stores;
import io.triskel.publish.EventBus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/** One topic with a subscription and one set of collections, and the adapter's ports on them, with clients of their own. */
public final class GcpTestPorts implements TestPorts {
    private static final Duration RETENTION = Duration.ofDays(8);
    private static final int ROOM = 1_000;

    /** Nobody's clock is much further from the service's. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    private final Names names;
    private final GcpClients clients;
    private final Instant since = Instant.now().minus(CLOCKS_DIFFER);
    private final Consumer<Names> delete;
    private boolean read;

    /** @param delete of the names, when this is closed */
    GcpTestPorts(Names names, GcpSettings settings, Consumer<Names> delete) {
        this.names = names;
        this.clients = GcpClients.of(settings);
        this.delete = delete;
    }

    /** {@return the topic's id} */
    public String topic() {
        return names.topic();
    }

    /** {@return where the stores are} */
    public FirestoreCollections collections() {
        return names.collections();
    }

    Names names() {
        return names;
    }

    /** The very clients that the ports use, for those who compare with them. */
    GcpClients clients() {
        return clients;
    }

    /** From now on the subscription has again all that was published since these ports were made. */
    void rewind() {
        try (PubSubAdmin admin = PubSubAdmin.of(clients.settings())) {
            admin.rewind(names.subscription(), since);
        }
    }

    @Override
    public EventBus bus() {
        return new PubSubBus(() -> clients.publisher(topic()), clients.callTimeout(), InstantSource.system());
    }

    /** Progress is the subscription's own, whatever the name: what one has settled is made unread for the next. */
    @Override
    public Consumption consumption(String name, BatchProcessor processor, EventCodec codec) {
        if (read) {
            rewind();
        }
        read = true;
        return consumption(Integer.MAX_VALUE, processor, codec);
    }

    /** A consumer that knows how many events there are. */
    Consumption consumption(int events, BatchProcessor processor, EventCodec codec) {
        return new Pulling(clients, names.subscription(), processor, codec, events);
    }

    @Override
    public Stores stores(InstantSource clock, int laneCapacity) {
        return FirestoreStores.of(clients.firestore(), collections())
                .clock(clock)
                .inboxRetention(RETENTION)
                .laneCapacity(laneCapacity);
    }

    @Override
    public int laneCapacity() {
        return ROOM;
    }

    /** With its topic and all that is unread there, since the servers keep messages in memory; what was deployed stays. */
    @Override
    public void close() {
        clients.close();
        delete.accept(names);
    }
}

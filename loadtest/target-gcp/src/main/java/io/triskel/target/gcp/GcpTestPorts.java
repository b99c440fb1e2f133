package io.triskel.target.gcp;

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

    /** The most that this machine's clock may differ from the service's. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    private final ExistingNames names;
    private final GcpClients clients;
    private final Instant since = Instant.now().minus(CLOCKS_DIFFER);
    private final Consumer<ExistingNames> delete;
    private boolean read;

    /** @param delete deletes the topic of the names, when the ports are closed */
    GcpTestPorts(ExistingNames names, GcpSettings settings, Consumer<ExistingNames> delete) {
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

    ExistingNames names() {
        return names;
    }

    /** The clients that the ports use, for baselines. */
    GcpClients clients() {
        return clients;
    }

    /** Makes the subscription deliver again all that was published since these ports were made. */
    void rewind() {
        try (PubSubAdmin admin = PubSubAdmin.of(clients.settings())) {
            admin.rewind(names.subscription(), since);
        }
    }

    @Override
    public EventBus bus() {
        return PubSubBus.of(clients, topic());
    }

    /** The subscription keeps the progress, whatever the name: each new consumer makes the settled events unread again. */
    @Override
    public Consumption consumption(String name, BatchProcessor processor, EventCodec codec) {
        if (read) {
            rewind();
        }
        read = true;
        return consumption(Integer.MAX_VALUE, processor, codec);
    }

    /** The subscription keeps the progress: what is settled stays so. */
    @Override
    public Consumption fromStart(String name, BatchProcessor processor, EventCodec codec) {
        return new Streaming(clients, names.subscription(), processor, codec);
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

    /** Deletes the topic with its unread messages, which the servers keep in memory; a deployed topic stays. */
    @Override
    public void close() {
        clients.close();
        delete.accept(names);
    }
}

package io.triskel.gcp.pubsub;

import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.Subscription;
import io.triskel.codec.EventCodec;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.gcp.GcpClients;
import io.triskel.gcp.GcpSettings;
import io.triskel.local.FaultPlan;
import io.triskel.local.gcp.pubsub.PubSubServer;
import io.triskel.local.gcp.pubsub.PubSubSettings;
import io.triskel.local.gcp.pubsub.PubSubSubscription;
import io.triskel.local.gcp.pubsub.PubSubTopic;
import io.triskel.publish.OrderedPublisher;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A topic on this machine with the adapter's publisher before it, looked into where it lies. */
final class PubSubPublishing implements AutoCloseable {
    private static final String PROJECT = "projects/triskel-test/";

    private final EventCodec codec;
    final PubSubServer server;
    final GcpClients clients;
    final PubSubTopic topic;

    /** Nobody reads it, so that all stays there. */
    final PubSubSubscription everything;

    final PubSubBus bus;
    final OrderedPublisher publisher;

    PubSubPublishing(EventCodec codec) {
        this(codec, PubSubSettings.defaults());
    }

    PubSubPublishing(EventCodec codec, PubSubSettings settings) {
        this.codec = codec;
        this.server = PubSubServer.start(settings, new FaultPlan(1));
        this.clients = clients(Duration.ofMinutes(1));
        this.topic = server.createTopic(PROJECT + "topics/events");
        this.everything = subscribe("everything");
        this.bus = bus("events");
        this.publisher = publisher(bus);
    }

    GcpClients clients(Duration patience) {
        return GcpClients.of(GcpSettings.from(Map.of(
                "GOOGLE_CLOUD_PROJECT",
                "triskel-test",
                "PUBSUB_EMULATOR_HOST",
                server.endpoint(),
                "TRISKEL_GCP_CALL_TIMEOUT_MS",
                String.valueOf(patience.toMillis()))));
    }

    /** One that keeps order. */
    PubSubSubscription subscribe(String name) {
        return server.createSubscription(Subscription.newBuilder()
                .setName(PROJECT + "subscriptions/" + name)
                .setTopic(PROJECT + "topics/events")
                .setEnableMessageOrdering(true)
                .build());
    }

    PubSubBus bus(String name) {
        return PubSubBus.of(clients, name);
    }

    OrderedPublisher publisher(PubSubBus to) {
        return OrderedPublisher.builder(to, codec).build();
    }

    Deadline deadline() {
        return deadline(Duration.ofMinutes(4));
    }

    Deadline deadline(Duration allowed) {
        return Deadline.in(allowed, InstantSource.system());
    }

    List<Envelope<?>> readBack() {
        List<Envelope<?>> events = new ArrayList<>();
        for (PubsubMessage message : stored()) {
            events.add(codec.decodeBinary(PubSubBinding.wire(
                    message.getAttributesMap(), message.getData().toByteArray())));
        }
        return events;
    }

    List<PubsubMessage> stored() {
        return everything.messages();
    }

    @Override
    public void close() {
        clients.close();
        server.close();
    }
}

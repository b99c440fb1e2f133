package io.triskel.azure.eventhubs;

import io.triskel.azure.AzureClients;
import io.triskel.azure.AzureSettings;
import io.triskel.codec.EventCodec;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.local.FaultPlan;
import io.triskel.local.azure.eventhubs.EventHub;
import io.triskel.local.azure.eventhubs.EventHubsServer;
import io.triskel.local.azure.eventhubs.EventHubsSettings;
import io.triskel.local.azure.eventhubs.Partition;
import io.triskel.local.azure.eventhubs.StoredEvent;
import io.triskel.publish.OrderedPublisher;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A hub on this machine with the adapter's publisher before it, looked into where it lies. */
final class HubPublishing implements AutoCloseable {
    private final EventCodec codec;
    final EventHubsServer server = EventHubsServer.start(EventHubsSettings.defaults(), new FaultPlan(1));
    final AzureClients clients = clients(Duration.ofMinutes(1));
    final EventHub hub = server.createHub("events", 4);
    final EventHubsBus bus = bus("events");
    final OrderedPublisher publisher;

    HubPublishing(EventCodec codec) {
        this.codec = codec;
        this.publisher = publisher(bus);
    }

    AzureClients clients(Duration patience) {
        return AzureClients.of(AzureSettings.from(
                Map.of(
                        "TRISKEL_AZURE_EVENTHUBS_CONNECTION",
                        server.connectionString(),
                        "TRISKEL_AZURE_CALL_TIMEOUT_MS",
                        String.valueOf(patience.toMillis())),
                Set.of(AzureSettings.Service.EVENT_HUBS)));
    }

    EventHubsBus bus(String name) {
        return EventHubsBus.of(clients, name);
    }

    OrderedPublisher publisher(EventHubsBus to) {
        return OrderedPublisher.builder(to, codec).build();
    }

    Deadline deadline() {
        return Deadline.in(Duration.ofMinutes(4), InstantSource.system());
    }

    List<Envelope<?>> readBack() {
        List<Envelope<?>> events = new ArrayList<>();
        for (StoredEvent event : stored()) {
            String contentType = (String) event.systemProperties().get("content-type");
            events.add(codec.decodeBinary(AmqpBinding.wire(contentType, event.properties(), event.body())));
        }
        return events;
    }

    List<StoredEvent> stored() {
        List<StoredEvent> all = new ArrayList<>();
        for (Partition partition : hub.partitions()) {
            all.addAll(partition.read(-1, Integer.MAX_VALUE, Integer.MAX_VALUE).events());
        }
        return all;
    }

    @Override
    public void close() {
        clients.close();
        server.close();
    }
}

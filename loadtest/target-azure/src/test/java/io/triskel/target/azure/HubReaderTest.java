package io.triskel.target.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.triskel.azure.AzureClients;
import io.triskel.azure.AzureSettings;
import io.triskel.azure.eventhubs.EventHubsBus;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.OrderingKey;
import io.triskel.local.FaultPlan;
import io.triskel.local.azure.eventhubs.EventHubsServer;
import io.triskel.local.azure.eventhubs.EventHubsSettings;
import io.triskel.publish.OrderedPublisher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HubReaderTest {
    private static final EventType TYPE = EventType.of("orders.test", 1);

    private record Fact(String text) {}

    private final EventHubsServer server = EventHubsServer.start(EventHubsSettings.defaults(), new FaultPlan(1));
    private final HubReader reader = new HubReader(server.createHub("orders", 2));
    private final AzureClients clients = AzureClients.of(AzureSettings.from(
            Map.of("TRISKEL_AZURE_EVENTHUBS_CONNECTION", server.connectionString()),
            EnumSet.of(AzureSettings.Service.EVENT_HUBS)));
    private final OrderedPublisher publisher = OrderedPublisher.builder(
                    EventHubsBus.of(clients, "orders"),
                    EventCodec.of(TypeRegistry.builder().add(TYPE, Fact.class).build()))
            .build();

    @AfterEach
    void close() {
        clients.close();
        server.close();
    }

    @Test
    void what_has_come_since_is_read_once_as_structured_events() {
        publish("a", "b");

        assertThat(read()).containsExactly("1.0 a", "1.0 b");

        publish("c");

        assertThat(read()).containsExactly("1.0 c");
    }

    private void publish(String... texts) {
        List<Envelope<?>> events = new ArrayList<>();
        Stream.of(texts)
                .forEach(text -> events.add(Envelope.of(new EventId("/orders", text), TYPE, new Fact(text))
                        .withKey(new OrderingKey("order-1"))));
        assertThat(publisher
                        .publishAndWait(events, Deadline.in(Duration.ofMinutes(4), InstantSource.system()))
                        .complete())
                .isTrue();
    }

    private List<String> read() {
        List<String> events = new ArrayList<>();
        reader.read(event -> events.add(text(event)));
        return events;
    }

    private static String text(byte[] event) {
        try {
            JsonNode json = new ObjectMapper().readTree(event);
            return json.path("specversion").asText() + " "
                    + json.path("data").path("text").asText();
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }
}

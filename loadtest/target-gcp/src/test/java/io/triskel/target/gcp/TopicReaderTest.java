package io.triskel.target.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.Topic;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.codec.WireEvent;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.local.FaultPlan;
import io.triskel.local.gcp.pubsub.PubSubServer;
import io.triskel.local.gcp.pubsub.PubSubSettings;
import io.triskel.local.gcp.pubsub.PubSubTopic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TopicReaderTest {
    private static final EventType TYPE = EventType.of("orders.test", 1);
    private static final EventCodec CODEC =
            EventCodec.of(TypeRegistry.builder().add(TYPE, Fact.class).build());

    private record Fact(String text) {}

    private final PubSubServer server = PubSubServer.start(PubSubSettings.defaults(), new FaultPlan(1));
    private final PubSubTopic topic = server.createTopic(Topic.newBuilder()
            .setName("projects/p/topics/orders")
            .setMessageRetentionDuration(Duration.newBuilder().setSeconds(3600))
            .build());
    private final TopicReader reader = new TopicReader(topic);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void what_has_come_since_is_read_once_as_structured_events() {
        publish("a");
        publish("b");

        assertThat(read()).containsExactly("1.0 a", "1.0 b");

        publish("c");

        assertThat(read()).containsExactly("1.0 c");
        assertThat(read()).isEmpty();
    }

    private void publish(String text) {
        WireEvent wire = CODEC.encodeBinary(Envelope.of(new EventId("/orders", text), TYPE, new Fact(text)));
        PubsubMessage.Builder message = PubsubMessage.newBuilder().setData(ByteString.copyFrom(wire.body()));
        wire.attributes().forEach((name, value) -> message.putAttributes("ce-" + name, value));
        topic.publish(List.of(message.build()));
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

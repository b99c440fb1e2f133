package io.triskel.azure.eventhubs;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.eventhubs.EventData;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.codec.WireEvent;
import io.triskel.consume.Delivery;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.Metadata.ExtensionValue;
import io.triskel.event.OrderingKey;
import io.triskel.publish.EventBus.Outgoing;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The CloudEvents AMQP binding 1.0, section 3. */
class AmqpBindingTest {
    private static final EventType COUNTED = EventType.of("triskel.test.counted", 1);
    private static final EventCodec CODEC =
            EventCodec.of(TypeRegistry.builder().add(COUNTED, Counted.class).build());

    record Counted(int n) {}

    @Nested
    class Writing {
        @Test
        void attributes_are_properties_with_the_prefix_and_the_media_type_is_the_content_type() {
            EventData message = AmqpBinding.write(outgoing(counted(1)));

            assertThat(message.getContentType()).isEqualTo("application/json");
            assertThat(message.getBodyAsString()).isEqualTo("{\"n\":1}");
            assertThat(message.getProperties())
                    .containsEntry("cloudEvents:specversion", "1.0")
                    .containsEntry("cloudEvents:id", "1")
                    .containsEntry("cloudEvents:source", "/test")
                    .containsEntry("cloudEvents:type", COUNTED.wire())
                    .containsEntry("cloudEvents:partitionkey", "a")
                    .doesNotContainKey("cloudEvents:datacontenttype");
        }

        @Test
        void integers_and_booleans_keep_their_types_and_all_else_is_text() {
            Envelope<?> event = counted(1)
                    .withMetadata(counted(1)
                            .metadata()
                            .withExtension("tries", ExtensionValue.of(7))
                            .withExtension("urgent", ExtensionValue.of(true))
                            .withExtension("octets", ExtensionValue.of(new byte[] {1, 2}))
                            .withExtension(
                                    "seen",
                                    ExtensionValue.of(OffsetDateTime.parse("2026-11-25T10:00:00.123456+01:00"))));

            Map<String, Object> properties = AmqpBinding.write(outgoing(event)).getProperties();

            assertThat(properties)
                    .containsEntry("cloudEvents:tries", 7L)
                    .containsEntry("cloudEvents:urgent", true)
                    .containsEntry("cloudEvents:octets", "AQI=")
                    .containsEntry("cloudEvents:seen", "2026-11-25T10:00:00.123456+01:00");
        }
    }

    @Nested
    class Reading {
        @Test
        void what_was_written_is_read_as_it_was() {
            Envelope<?> event = counted(1);
            Outgoing outgoing = outgoing(event);
            EventData message = AmqpBinding.write(outgoing);

            WireEvent wire = AmqpBinding.wire(message.getContentType(), message.getProperties(), message.getBody());

            assertThat(wire).isEqualTo(outgoing.wire());
        }

        @Test
        void all_types_of_amqp_become_canonical_text() {
            Map<String, Object> properties = new HashMap<>();
            properties.put("cloudEvents:time", Date.from(Instant.parse("2026-11-25T09:00:00.123Z")));
            properties.put("cloudEvents:number", UnsignedInteger.valueOf(7));
            properties.put("cloudEvents:long", 123456789012L);
            properties.put("cloudEvents:flag", false);
            properties.put("cloudEvents:octets", new Binary(new byte[] {0, 1, 2}, 1, 2));
            properties.put("cloudEvents:absent", null);
            properties.put("other", "passed over");

            WireEvent wire = AmqpBinding.wire("text/plain", properties, new byte[0]);

            assertThat(wire.attributes())
                    .containsOnly(
                            Map.entry("time", "2026-11-25T09:00:00.123Z"),
                            Map.entry("number", "7"),
                            Map.entry("long", "123456789012"),
                            Map.entry("flag", "false"),
                            Map.entry("octets", "AQI="),
                            Map.entry("datacontenttype", "text/plain"));
        }

        @Test
        void the_prefix_for_jms_is_understood() {
            WireEvent wire = AmqpBinding.wire(null, Map.of("cloudEvents_id", "1"), new byte[0]);

            assertThat(wire.attributes()).containsOnly(Map.entry("id", "1"));
        }

        @Test
        void a_structured_event_is_known_by_its_content_type_and_its_properties_do_not_count() {
            byte[] body = CODEC.encode(counted(1));

            WireEvent wire = AmqpBinding.wire(
                    "application/cloudevents+json; charset=utf-8", Map.of("cloudEvents:id", "other"), body);

            assertThat(wire).isEqualTo(WireEvent.structured(body));
        }

        @Test
        void what_is_no_event_keeps_its_bytes_and_the_key_that_it_was_ordered_by() {
            byte[] body = "no event".getBytes(StandardCharsets.UTF_8);
            WireEvent wire = AmqpBinding.wire("text/plain", Map.of("cloudEvents:partitionkey", "a"), body);

            Delivery delivery = AmqpBinding.read(
                    CODEC,
                    type -> true,
                    wire,
                    Optional.of("of the message"),
                    HubPosition.of("Events", "3", "17"),
                    Optional.empty());

            assertThat(delivery).isInstanceOfSatisfying(Delivery.Undecodable.class, undecodable -> {
                assertThat(undecodable.bytes()).isEqualTo(body);
                assertThat(undecodable.transportKey()).contains("a");
                assertThat(undecodable.position().value()).isEqualTo("events/3/17");
            });
        }
    }

    private static Outgoing outgoing(Envelope<?> event) {
        WireEvent wire = CODEC.encodeBinary(event);
        return new Outgoing(event, wire, wire.body().length);
    }

    private static Envelope<Counted> counted(int n) {
        return Envelope.of(new EventId("/test", String.valueOf(n)), COUNTED, new Counted(n))
                .withKey(new OrderingKey("a"));
    }
}

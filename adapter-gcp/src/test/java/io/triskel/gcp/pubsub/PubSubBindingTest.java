package io.triskel.gcp.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.pubsub.v1.PubsubMessage;
import io.triskel.codec.WireEvent;
import io.triskel.consume.Delivery;
import io.triskel.event.Envelope;
import io.triskel.event.Metadata.ExtensionValue;
import io.triskel.publish.EventBus.Outgoing;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The Google Cloud Pub/Sub Protocol Binding for CloudEvents 1.0, section 3. */
class PubSubBindingTest {
    private static final Envelope<?> EVENT = Counted.event(1);

    @Nested
    class Writing {
        @Test
        void attributes_are_attributes_with_the_prefix_and_the_key_orders_the_message() {
            PubsubMessage message = PubSubBinding.write(outgoing(EVENT));

            assertThat(message.getData().toStringUtf8()).isEqualTo("{\"key\":\"key-1\",\"n\":1}");
            assertThat(message.getOrderingKey()).isEqualTo("key-1");
            assertThat(message.getAttributesMap())
                    .containsEntry("ce-specversion", "1.0")
                    .containsEntry("ce-id", EVENT.id().id())
                    .containsEntry("ce-source", "/test")
                    .containsEntry("ce-type", Counted.TYPE.wire())
                    .containsEntry("ce-partitionkey", "key-1")
                    .containsEntry("ce-datacontenttype", "application/json");
        }

        @Test
        void extensions_are_text() {
            Envelope<?> event = EVENT.withMetadata(EVENT.metadata()
                    .withExtension("tries", ExtensionValue.of(7))
                    .withExtension("octets", ExtensionValue.of(new byte[] {1, 2})));

            assertThat(PubSubBinding.write(outgoing(event)).getAttributesMap())
                    .containsEntry("ce-tries", "7")
                    .containsEntry("ce-octets", "AQI=");
        }

        @Test
        void a_value_of_1024_bytes_fits_and_one_more_does_not() {
            String fits = "ü".repeat(512);

            assertThat(PubSubBinding.misfit(withExtension(fits))).isEmpty();
            assertThat(PubSubBinding.misfit(withExtension(fits + "x")))
                    .hasValueSatisfying(why -> assertThat(why).contains("note", "1024"));
        }

        private Outgoing withExtension(String text) {
            return outgoing(EVENT.withMetadata(EVENT.metadata().withExtension("note", ExtensionValue.of(text))));
        }
    }

    @Nested
    class Reading {
        @Test
        void what_was_written_is_read_as_it_was() {
            Outgoing outgoing = outgoing(EVENT);
            PubsubMessage message = PubSubBinding.write(outgoing);

            WireEvent wire = PubSubBinding.wire(
                    message.getAttributesMap(), message.getData().toByteArray());

            assertThat(wire).isEqualTo(outgoing.wire());
        }

        @Test
        void attributes_of_others_are_passed_over_and_a_content_type_is_the_datas() {
            WireEvent wire = PubSubBinding.wire(
                    Map.of(
                            "ce-id",
                            "1",
                            "googclient_deliveryattempt",
                            "2",
                            "Content-Type",
                            "x",
                            "content-type",
                            "text/plain"),
                    new byte[0]);

            assertThat(wire.attributes())
                    .containsOnly(Map.entry("id", "1"), Map.entry("datacontenttype", "text/plain"));
        }

        @Test
        void a_structured_event_is_known_by_its_content_type_and_its_attributes_do_not_count() {
            byte[] body = Counted.CODEC.encode(EVENT);

            WireEvent wire = PubSubBinding.wire(
                    Map.of("content-type", "application/cloudevents+json; charset=utf-8", "ce-id", "other"), body);

            assertThat(wire).isEqualTo(WireEvent.structured(body));
        }

        @Test
        void the_sdk_for_go_spells_the_content_type_otherwise() {
            byte[] body = Counted.CODEC.encode(EVENT);

            WireEvent binary = PubSubBinding.wire(Map.of("ce-id", "1", "Content-Type", "application/xml"), new byte[0]);
            WireEvent structured =
                    PubSubBinding.wire(Map.of("Content-Type", "application/cloudevents+json", "ce-id", "1"), body);

            assertThat(binary.attributes()).containsEntry("datacontenttype", "application/xml");
            assertThat(structured).isEqualTo(WireEvent.structured(body));
        }

        @Test
        void what_is_no_event_keeps_its_bytes_and_the_key_that_it_was_ordered_by() {
            byte[] body = "no event".getBytes(StandardCharsets.UTF_8);
            PubsubMessage message = PubsubMessage.newBuilder()
                    .setData(ByteString.copyFrom(body))
                    .setOrderingKey("a")
                    .setPublishTime(
                            Timestamp.newBuilder().setSeconds(1_795_780_800L).setNanos(123_456_000))
                    .build();

            Delivery delivery = PubSubBinding.read(
                    Counted.CODEC, type -> true, message, PubSubPosition.of("projects/p/subscriptions/s", "17"));

            assertThat(delivery).isInstanceOfSatisfying(Delivery.Undecodable.class, undecodable -> {
                assertThat(undecodable.bytes()).isEqualTo(body);
                assertThat(undecodable.transportKey()).contains("a");
                assertThat(undecodable.position().value()).isEqualTo("projects/p/subscriptions/s/17");
                assertThat(undecodable.acceptedAt()).contains(Instant.ofEpochSecond(1_795_780_800L, 123_456_000));
            });
        }

        @Test
        void the_lane_is_that_of_the_messages_key_else_of_the_events() {
            PubsubMessage ordered =
                    PubsubMessage.newBuilder().setOrderingKey("a").build();
            PubsubMessage named = PubsubMessage.newBuilder()
                    .putAttributes("ce-partitionkey", "b")
                    .build();

            assertThat(PubSubBinding.laneOf(ordered)).isEqualTo("a");
            assertThat(PubSubBinding.laneOf(named)).isEqualTo("b");
            assertThat(PubSubBinding.laneOf(PubsubMessage.getDefaultInstance())).isEmpty();
        }

        @Test
        void a_key_of_any_length_is_one_but_an_empty_text_is_none() {
            WireEvent wire = new WireEvent(Map.of(), new byte[0]);

            assertThat(PubSubBinding.key(wire, "k".repeat(1_024))).contains("k".repeat(1_024));
            assertThat(PubSubBinding.key(wire, "")).isEmpty();
        }
    }

    private static Outgoing outgoing(Envelope<?> event) {
        WireEvent wire = Counted.CODEC.encodeBinary(event);
        return new Outgoing(event, wire, (int) wire.bytes());
    }
}

package io.triskel.consume;

import static io.triskel.consume.Scene.event;
import static io.triskel.consume.Scene.undecodable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.triskel.codec.EncodedData;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.codec.WireEvent;
import io.triskel.consume.Delivery.Position;
import io.triskel.event.Envelope;
import io.triskel.event.EventType;
import io.triskel.parking.Lane;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private final Scene scene = new Scene();

    @Nested
    class When_a_type_is_outside_the_subscription {
        @Test
        void it_is_ignored_before_its_data_is_decoded_and_before_the_inbox() {
            byte[] broken = ("{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"test.other.v1\","
                            + "\"data\":{\"no\":\"note\"}}")
                    .getBytes(StandardCharsets.UTF_8);
            EventCodec codec = EventCodec.of(TypeRegistry.builder()
                    .add(Scene.NOTED, Scene.Note.class)
                    .add(Scene.OTHER, Scene.Note.class)
                    .build());

            Delivery delivery = Deliveries.read(
                    codec, scene.processor().subscription(), broken, Optional.empty(), new Position("1"));
            var verdicts = scene.verdicts(Redelivery.ONE_BY_ONE, delivery);

            assertThat(verdicts).containsExactly("ignored");
            assertThat(scene.inboxFaults.calls).isEmpty();
            assertThat(delivery)
                    .isInstanceOfSatisfying(
                            Delivery.Decoded.class,
                            decoded -> assertThat(decoded.envelope().data()).isInstanceOf(EncodedData.class));
        }
    }

    @Nested
    class When_a_subscribed_type_has_a_version_that_nobody_knows {
        private final Delivery fromTheFuture = Delivery.of(
                Envelope.of(Scene.id("f"), EventType.of(Scene.NOTED.name(), 7), "data")
                        .withKey(new io.triskel.event.OrderingKey("k")),
                new Position("1"));

        @Test
        void it_is_parked_with_a_reason_and_not_passed_over() {
            Settlement settlement = scene.process(Redelivery.ONE_BY_ONE, fromTheFuture, event("b", "k"));

            assertThat(settlement.verdicts().get(0))
                    .isEqualTo(new Verdict.Parked(
                            "test.noted.v7 is subscribed to, but this version of it is not known here"));
            assertThat(scene.parked("k")).containsExactly("f", "b");
        }
    }

    @Nested
    class When_a_record_is_undecodable {
        @Test
        void it_is_parked_with_bytes_and_attributes_in_the_lane_of_its_transport_key() {
            var verdicts = scene.verdicts(Redelivery.ONE_BY_ONE, undecodable("shard-1/7", "k"), event("b", "k"));

            assertThat(verdicts).containsExactly("parked", "parked");
            assertThat(scene.handled).isEmpty();
            var parked = scene.head(Lane.of("k"));
            assertThat(parked.wire()).isEqualTo(new WireEvent(java.util.Map.of("odd", "yes"), new byte[] {1, 2}));
            assertThat(parked.event().id()).isEqualTo("shard-1/7");
            assertThat(parked.reason()).isEqualTo("it is no JSON");
        }

        @Test
        void it_is_parked_once_however_often_it_comes() {
            scene.process(Redelivery.WHOLE_BATCH, undecodable("7", "k"));
            var again = scene.verdicts(Redelivery.WHOLE_BATCH, undecodable("7", "k"), undecodable("7", "k"));

            assertThat(again).containsExactly("parked", "parked");
            assertThat(scene.parked("k")).containsExactly("7");
        }

        @Test
        void it_stands_in_no_lane_if_the_consumer_has_its_own_idea_of_lanes() {
            scene.consumer = builder ->
                    builder.inbox(scene.inbox).parkingLot(scene.lot).lane(event -> Optional.of(Lane.of("saga")));

            scene.process(Redelivery.ONE_BY_ONE, undecodable("7", "k"));

            assertThat(scene.parked("k")).isEmpty();
            assertThat(scene.parked(Lane.alone(new Position("7").identity()))).containsExactly("7");
        }

        @Test
        void a_position_of_any_length_gives_an_identity() {
            assertThat(new Position("x".repeat(512)).identity().id()).hasSize(43);
            assertThat(new Position("x".repeat(128)).identity().id()).hasSize(128);
        }
    }

    @Nested
    class When_a_batch_repeats_an_event {
        @Test
        void the_handler_sees_it_once() {
            var verdicts = scene.verdicts(Redelivery.ONE_BY_ONE, event("a", "k"), event("a", "k"), event("a", "k"));

            assertThat(verdicts).containsExactly("handled", "duplicate", "duplicate");
            assertThat(scene.handled).containsExactly("a");
        }

        @Test
        void the_repetition_is_unsettled_with_it() {
            scene.fails("a");

            var verdicts = scene.verdicts(Redelivery.ONE_BY_ONE, event("a"), event("a"));

            assertThat(verdicts).containsExactly("unsettled-failed", "unsettled-behind-a-failure");
        }
    }

    @Test
    void a_batch_costs_one_claim_one_question_about_lanes_and_one_completion() {
        scene.process(Redelivery.FROM_FIRST_UNSETTLED, event("a", "k"), event("b", "l"), event("c"), event("d", "k"));

        assertThat(scene.inboxFaults.calls).containsExactly("claimAll", "completeAll");
        assertThat(scene.lotFaults.calls).containsExactly("heldAmong");
    }

    @Test
    void an_empty_batch_is_complete_and_asks_nobody() {
        Settlement settlement = scene.process(Redelivery.WHOLE_BATCH);

        assertThat(settlement.complete()).isTrue();
        assertThat(scene.inboxFaults.calls).isEmpty();
        assertThat(scene.lotFaults.calls).isEmpty();
    }

    @Test
    void a_consumer_s_own_lane_keeps_its_order_across_keys() {
        scene.consumer =
                builder -> builder.inbox(scene.inbox).parkingLot(scene.lot).lane(event -> Optional.of(Lane.of("saga")));
        scene.fails("a");

        var verdicts = scene.verdicts(Redelivery.ONE_BY_ONE, event("a", "k"), event("b", "l"));

        assertThat(verdicts).containsExactly("unsettled-failed", "unsettled-behind-a-failure");
    }

    @Test
    void an_event_whose_lane_cannot_be_told_is_parked_alone() {
        scene.consumer =
                builder -> builder.inbox(scene.inbox).parkingLot(scene.lot).lane(event -> {
                    throw new IllegalStateException("no lane");
                });

        var verdicts = scene.verdicts(Redelivery.ONE_BY_ONE, event("a", "k"));

        assertThat(verdicts).containsExactly("parked");
        assertThat(scene.head(Lane.alone(Scene.id("a"))).reason())
                .startsWith("its lane could not be determined: java.lang.IllegalStateException at ")
                .doesNotContain("no lane");
    }

    @Test
    void a_handler_that_does_not_take_what_the_codec_reads_is_refused_when_the_processor_is_built() {
        EventConsumer consumer = EventConsumer.named("wrong")
                .on(Scene.NOTED, String.class, (event, handling) -> {})
                .build();

        assertThatThrownBy(() -> BatchProcessor.of(consumer).codec(scene.codec).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("test.noted.v1")
                .hasMessageContaining("String");
    }

    @Nested
    class When_a_registration_is_forgotten {
        private final EventType forgotten = EventType.of("test.forgotten", 1);
        private final List<Object> taken = new ArrayList<>();

        private EventConsumer.Builder consumer() {
            return EventConsumer.named("forgetful");
        }

        private EventConsumer untyped() {
            return consumer()
                    .on(forgotten, (event, handling) -> taken.add(event.data()))
                    .build();
        }

        private Delivery undecoded() {
            return Delivery.of(
                    Envelope.of(Scene.id("f"), forgotten, new EncodedData(Optional.empty(), new byte[] {'{', '}'})),
                    new Position("1"));
        }

        @Test
        void an_untyped_handler_is_refused_when_the_processor_is_built() {
            assertThatThrownBy(() ->
                            BatchProcessor.of(untyped()).codec(scene.codec).build())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("forgetful")
                    .hasMessageContaining("test.forgotten.v1")
                    .hasMessageContaining("EncodedData");
        }

        @Test
        void a_typed_handler_is_refused_when_the_processor_is_built() {
            EventConsumer typed = consumer()
                    .on(forgotten, Scene.Note.class, (event, handling) -> {})
                    .build();

            assertThatThrownBy(() -> BatchProcessor.of(typed).codec(scene.codec).build())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("test.forgotten.v1")
                    .hasMessageContaining("Note.class");
        }

        @Test
        void it_is_refused_when_the_replay_is_built() {
            EventConsumer parking = consumer()
                    .on(forgotten, (event, handling) -> {})
                    .parkingLot(scene.lot)
                    .build();

            assertThatThrownBy(() -> ParkedReplay.of(parking).codec(scene.codec).build())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("test.forgotten.v1");
        }

        @Test
        void a_handler_that_declares_encoded_data_takes_what_nobody_decoded() {
            EventConsumer declared = consumer()
                    .on(forgotten, EncodedData.class, (event, handling) -> taken.add(event.data()))
                    .build();

            Settlement settlement = BatchProcessor.of(declared)
                    .codec(scene.codec)
                    .clock(scene)
                    .build()
                    .process(List.of(undecoded()), Redelivery.ONE_BY_ONE, scene.deadline());

            assertThat(settlement.verdicts()).containsExactly(Verdict.handled());
            assertThat(taken).containsExactly(new EncodedData(Optional.empty(), new byte[] {'{', '}'}));
        }

        @Test
        void a_processor_without_a_codec_never_calls_undecoded_data_handled() {
            Settlement settlement = BatchProcessor.of(untyped())
                    .clock(scene)
                    .build()
                    .process(List.of(undecoded()), Redelivery.ONE_BY_ONE, scene.deadline());

            assertThat(settlement.verdicts().get(0))
                    .isInstanceOfSatisfying(
                            Verdict.Unsettled.class,
                            unsettled -> assertThat(unsettled.message()).contains("test.forgotten.v1", "not decoded"));
            assertThat(taken).isEmpty();
        }
    }

    @Test
    void a_parking_lot_without_a_codec_is_refused_when_the_processor_is_built() {
        assertThatThrownBy(() -> BatchProcessor.of(scene.consumer()).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("codec");
    }
}

package io.triskel.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.EncodedData;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.codec.WireEvent;
import io.triskel.consume.Delivery.Position;
import io.triskel.consume.EventHandler.Handling;
import io.triskel.event.Envelope;
import io.triskel.event.EventType;
import io.triskel.memory.InMemoryInbox;
import io.triskel.memory.InMemoryParkingLot;
import io.triskel.memory.InMemoryPersonalKeys;
import io.triskel.personal.Personal;
import io.triskel.personal.PersonalKeys;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DeliveriesTest {
    private static final Position POSITION = new Position("shard-1/7");
    private static final Optional<Instant> ACCEPTED = Optional.of(Instant.parse("2026-11-27T12:00:00.123Z"));
    private static final EventType OLD = EventType.of("test.renamed", 1);

    private final Scene scene = new Scene();

    @Test
    void structured_and_binary_events_are_told_apart_by_the_specversion_attribute() {
        Envelope<?> event = Scene.note("a");

        Delivery structured =
                Deliveries.read(scene.codec, type -> true, scene.codec.encode(event), Optional.empty(), POSITION);
        Delivery binary =
                Deliveries.read(scene.codec, type -> true, scene.codec.encodeBinary(event), Optional.empty(), POSITION);

        assertThat(List.of(structured, binary))
                .allSatisfy(delivery -> assertThat(delivery.<Object>fold(
                                decoded -> decoded.envelope().data(), undecodable -> undecodable.reason()))
                        .isEqualTo(event.data()));
    }

    @Test
    void what_is_no_event_is_undecodable_and_keeps_everything() {
        byte[] bytes = "no JSON".getBytes(StandardCharsets.UTF_8);

        Delivery delivery =
                Deliveries.read(scene.codec, type -> true, WireEvent.structured(bytes), Optional.of("k"), POSITION);

        assertThat(delivery).isInstanceOfSatisfying(Delivery.Undecodable.class, undecodable -> {
            assertThat(undecodable.bytes()).isEqualTo(bytes);
            assertThat(undecodable.transportKey()).contains("k");
            assertThat(undecodable.position()).isEqualTo(POSITION);
            assertThat(undecodable.reason()).startsWith("event: ");
            assertThat(undecodable.toString()).doesNotContain("no JSON");
        });
    }

    @Test
    void what_can_be_read_and_what_cannot_says_when_the_broker_took_it_if_the_source_does() {
        WireEvent note = scene.codec.encodeBinary(Scene.note("a"));
        WireEvent broken = WireEvent.structured(new byte[] {'x'});

        for (WireEvent wire : List.of(note, broken)) {
            assertThat(Deliveries.read(scene.codec, type -> true, wire, Optional.empty(), POSITION, ACCEPTED)
                            .acceptedAt())
                    .isEqualTo(ACCEPTED);
            assertThat(Deliveries.read(scene.codec, type -> true, wire, Optional.empty(), POSITION)
                            .acceptedAt())
                    .isEmpty();
        }
    }

    @Test
    void a_handler_is_told_when_the_broker_took_its_event() {
        scene.process(
                Redelivery.FROM_FIRST_UNSETTLED,
                new Delivery.Decoded(Scene.note("a"), POSITION, Optional.empty(), ACCEPTED),
                Scene.event("b"));

        assertThat(scene.handlings).extracting(Handling::acceptedAt).containsExactly(ACCEPTED, Optional.empty());
    }

    @Nested
    class When_a_record_is_read_for_several_consumers {
        private Delivery readOn(WireEvent wire) {
            Delivery read = Deliveries.read(scene.codec, type -> false, wire, Optional.of("k"), POSITION, ACCEPTED);
            return Deliveries.readOn(scene.codec, type -> true, read, Optional.of("k"));
        }

        private Delivery atOnce(WireEvent wire) {
            return Deliveries.read(scene.codec, type -> true, wire, Optional.of("k"), POSITION, ACCEPTED);
        }

        @Test
        void each_delivery_is_as_if_it_was_read_for_that_consumer() {
            WireEvent structured = WireEvent.structured(scene.codec.encode(Scene.note("a")));
            WireEvent binary = scene.codec.encodeBinary(Scene.note("a"));

            for (WireEvent wire : List.of(structured, binary, WireEvent.structured(new byte[] {'x'}))) {
                assertThat(readOn(wire)).isEqualTo(atOnce(wire));
            }
        }

        @Test
        void data_that_is_not_what_its_type_says_is_undecodable() {
            WireEvent note = scene.codec.encodeBinary(Scene.note("a"));
            WireEvent broken = new WireEvent(note.attributes(), "[]".getBytes(StandardCharsets.UTF_8));

            assertThat(readOn(broken)).isInstanceOf(Delivery.Undecodable.class).isEqualTo(atOnce(broken));
        }

        @Test
        void a_consumer_that_does_not_want_it_gets_it_without_data() {
            Delivery read = Deliveries.read(
                    scene.codec, type -> false, scene.codec.encodeBinary(Scene.note("a")), Optional.empty(), POSITION);

            assertThat(Deliveries.readOn(scene.codec, type -> false, read, Optional.empty()))
                    .isEqualTo(read);
        }
    }

    @Test
    void a_subscription_takes_every_version_and_every_name_that_is_upcast_to_it() {
        TypeRegistry types = TypeRegistry.builder()
                .add(Scene.NOTED, Scene.Note.class)
                .upcast(OLD, Scene.NOTED, data -> data)
                .build();
        Subscription subscription = Subscription.to(Set.of(Scene.NOTED), types);

        assertThat(subscription)
                .accepts(Scene.NOTED, OLD, EventType.of(Scene.NOTED.name(), 9))
                .rejects(Scene.OTHER);
    }

    @Test
    void an_older_version_reaches_the_handler_of_the_newest() {
        TypeRegistry types = TypeRegistry.builder()
                .add(Scene.NOTED, Scene.Note.class)
                .upcast(OLD, Scene.NOTED, data -> data.set("text", "upcast"))
                .build();
        EventCodec codec = EventCodec.of(types);
        byte[] old = EventCodec.of(
                        TypeRegistry.builder().add(OLD, Scene.Note.class).build())
                .encode(Scene.note("a").withData(OLD, new Scene.Note("old")));
        List<String> texts = new ArrayList<>();
        BatchProcessor processor = BatchProcessor.of(EventConsumer.named("upcasting")
                        .on(
                                Scene.NOTED,
                                Scene.Note.class,
                                (event, handling) -> texts.add(event.data().text()))
                        .build())
                .codec(codec)
                .clock(scene)
                .build();

        Delivery delivery = Deliveries.read(codec, processor.subscription(), old, Optional.empty(), POSITION);
        assertThat(processor
                        .process(List.of(delivery), Redelivery.ONE_BY_ONE, scene.deadline())
                        .complete())
                .isTrue();

        assertThat(texts).containsExactly("upcast");
    }

    @Nested
    class When_the_key_store_of_personal_data_is_out_of_order {
        /** Personal data. */
        record Named(Personal<String> name) {}

        private final Faults keyFaults = new Faults();
        private final EventCodec codec = EventCodec.of(
                        TypeRegistry.builder().add(Scene.NOTED, Named.class).build())
                .withPersonal(keyFaults.before(PersonalKeys.class, new InMemoryPersonalKeys()));
        private final byte[] sealed = codec.encode(
                Envelope.of(Scene.id("a"), Scene.NOTED, new Named(new Personal.Known<>("subject-1", "Ada"))));
        private final List<Object> handled = new ArrayList<>();
        private final BatchProcessor processor = BatchProcessor.of(EventConsumer.named("named")
                        .on(
                                Scene.NOTED,
                                Named.class,
                                (event, handling) ->
                                        handled.add(event.data().name().known()))
                        .inbox(new InMemoryInbox())
                        .parkingLot(new InMemoryParkingLot())
                        .build())
                .codec(codec)
                .clock(scene)
                .build();

        private Delivery readWhileOut() {
            keyFaults.failing.add("find");
            return Deliveries.read(codec, type -> true, sealed, Optional.empty(), POSITION);
        }

        private Verdict settle(Delivery delivery) {
            return processor
                    .process(List.of(delivery), Redelivery.ONE_BY_ONE, scene.deadline())
                    .verdicts()
                    .get(0);
        }

        @Test
        void nothing_is_called_undecodable() {
            assertThat(readWhileOut())
                    .isInstanceOfSatisfying(
                            Delivery.Decoded.class,
                            decoded -> assertThat(decoded.envelope().data()).isInstanceOf(EncodedData.class));
        }

        @Test
        void the_event_is_unsettled_because_of_the_port_and_its_handler_is_not_called() {
            assertThat(settle(readWhileOut()).tag()).isEqualTo("unsettled-port-failed");
            assertThat(handled).isEmpty();
        }

        @Test
        void it_is_read_at_its_attempt_once_the_key_store_is_back() {
            Delivery delivery = readWhileOut();
            keyFaults.failing.clear();

            assertThat(settle(delivery)).isEqualTo(Verdict.handled());
            assertThat(handled).containsExactly(Optional.of("Ada"));
        }
    }

    @Nested
    class When_data_cannot_be_decoded_for_an_error {
        private final EventCodec codec = EventCodec.of(
                TypeRegistry.builder().add("test.picky", 1, Picky.class).build());

        private Delivery read(String type, String data) {
            String event = "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/s\",\"type\":\"" + type + "\",\"data\":"
                    + data + "}";
            return Deliveries.read(
                    codec, wanted -> true, event.getBytes(StandardCharsets.UTF_8), Optional.of("k"), POSITION);
        }

        @Test
        void a_record_that_overflows_the_stack_is_undecodable() {
            assertThat(read("test.picky.v1", "{\"what\":\"overflow\"}"))
                    .isInstanceOfSatisfying(
                            Delivery.Undecodable.class,
                            undecodable -> assertThat(undecodable.reason())
                                    .isEqualTo("data: it is nested too deeply for the stack"));
        }

        @Test
        void a_record_that_fails_an_assertion_is_undecodable() {
            assertThat(read("test.picky.v1", "{\"what\":\"assert\"}"))
                    .isInstanceOfSatisfying(
                            Delivery.Undecodable.class,
                            undecodable -> assertThat(undecodable.reason()).contains("picky"));
        }

        @Test
        void a_broken_package_is_not_the_events_fault_and_halts_the_batch() {
            List<Object> seen = new ArrayList<>();
            EventConsumer consumer = EventConsumer.named("picky")
                    .on(EventType.of("test.picky", 1), Picky.class, (event, handling) -> seen.add(event.data()))
                    .inbox(scene.inbox)
                    .parkingLot(scene.lot)
                    .build();
            BatchProcessor processor =
                    BatchProcessor.of(consumer).codec(codec).clock(scene).build();
            Delivery broken = read("test.picky.v1", "{\"what\":\"link\"}");

            List<Verdict> verdicts = processor
                    .process(List.of(broken), Redelivery.FROM_FIRST_UNSETTLED, scene.deadline())
                    .verdicts();

            assertThat(verdicts).extracting(Verdict::tag).containsExactly("unsettled-halted");
            assertThat(scene.lot.held("picky", Optional.empty(), 9)).isEmpty();
            assertThat(seen).isEmpty();
        }
    }

    record Picky(String what) {
        Picky {
            if (what.equals("assert")) {
                throw new AssertionError("picky");
            }
            if (what.equals("overflow")) {
                throw new StackOverflowError();
            }
            if (what.equals("link")) {
                throw new NoClassDefFoundError("com/acme/Money");
            }
        }
    }
}

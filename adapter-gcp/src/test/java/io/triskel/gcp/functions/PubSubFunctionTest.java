package io.triskel.gcp.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.ReceivedMessage;
import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.SpecVersion;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.codec.WireEvent;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.EventConsumer;
import io.triskel.consume.FailurePolicy;
import io.triskel.consume.FailurePolicy.Decision;
import io.triskel.consume.NotYetException;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.OrderingKey;
import io.triskel.gcp.CallDeadline;
import io.triskel.gcp.GcpClients;
import io.triskel.gcp.GcpSettings;
import io.triskel.gcp.firestore.FirestoreCollections;
import io.triskel.gcp.firestore.FirestoreStores;
import io.triskel.local.FaultPlan;
import io.triskel.local.gcp.firestore.FirestoreServer;
import io.triskel.local.gcp.firestore.FirestoreSettings;
import io.triskel.local.gcp.pubsub.PushBody;
import io.triskel.memory.InMemoryInbox;
import io.triskel.memory.InMemoryParkingLot;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot;
import io.triskel.parking.ParkingLot.HeldLane;
import io.triskel.testkit.ManualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Events as the runtime hands them over; thrown is what must come again. */
class PubSubFunctionTest {
    private static final EventType COUNTED = EventType.of("triskel.test.counted", 1);
    private static final EventCodec CODEC =
            EventCodec.of(TypeRegistry.builder().add(COUNTED, Counted.class).build());
    private static final String PUBLISHED = "google.cloud.pubsub.topic.v1.messagePublished";

    private static final Duration TIME = Duration.ofSeconds(5);

    private final ManualClock clock = ManualClock.atNewYear();
    private final List<Integer> handled = new ArrayList<>();
    private final Deque<Exception> failures = new ArrayDeque<>();
    private final InMemoryParkingLot lot = new InMemoryParkingLot();
    private final PubSubFunction function = new Counting(lot, TIME);
    private Duration longestCall = Duration.ZERO;
    private Duration clockGoesBackBy = Duration.ZERO;

    record Counted(int n) {}

    /** As an application's function. */
    private final class Counting extends PubSubFunction {
        Counting(ParkingLot lot, Duration time) {
            this(lot, time, consumer -> consumer.inbox(new InMemoryInbox()));
        }

        Counting(ParkingLot lot, Duration time, UnaryOperator<EventConsumer.Builder> inbox) {
            super(
                    BatchProcessor.of(inbox.apply(EventConsumer.named("counter")
                                            .on(COUNTED, Counted.class, (event, handling) -> handle(event.data())))
                                    .parkingLot(lot)
                                    .policy((event, failure, attempt) -> failure instanceof UncheckedIOException
                                            ? Decision.halt("no network")
                                            : FailurePolicy.retryThenPark(3).onFailure(event, failure, attempt))
                                    .build())
                            .codec(CODEC)
                            .clock(clock)
                            .parkingReserve(Duration.ofMillis(100))
                            .build(),
                    CODEC,
                    clock,
                    time,
                    clock::advance);
        }
    }

    private void handle(Counted counted) throws Exception {
        if (!failures.isEmpty()) {
            clock.advance(clockGoesBackBy.negated());
            clockGoesBackBy = Duration.ZERO;
            throw failures.remove();
        }
        handled.add(counted.n());
        longestCall = CallDeadline.within(Duration.ofHours(1));
    }

    @Test
    void calls_that_a_handler_makes_end_before_the_function_must() {
        function.accept(pushed(binary(counted(1))));

        assertThat(longestCall).isLessThanOrEqualTo(Duration.ofSeconds(4));
        assertThat(CallDeadline.within(Duration.ofHours(1))).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void an_event_in_binary_mode_is_handled() {
        function.accept(pushed(binary(counted(1))));

        assertThat(handled).containsExactly(1);
    }

    @Test
    void an_event_in_structured_mode_is_handled() {
        PubsubMessage.Builder message =
                PubsubMessage.newBuilder().setData(ByteString.copyFrom(CODEC.encode(counted(2))));

        function.accept(pushed(message));
        function.accept(pushed(message.putAttributes("content-type", "application/cloudevents+json; charset=utf-8")));

        assertThat(handled).containsExactly(2);
    }

    @Test
    void a_repeated_event_is_not_handled_again() {
        function.accept(pushed(binary(counted(1))));
        function.accept(pushed(binary(counted(1))));

        assertThat(handled).containsExactly(1);
    }

    @Nested
    class An_unsettled_event {
        @Test
        void is_tried_again_in_the_same_call_so_that_pub_sub_does_not_slow_down() {
            failures.add(new IllegalStateException("fails"));
            IntStream.range(0, 3).forEach(i -> failures.add(new NotYetException("waits for another event")));

            function.accept(pushed(binary(counted(1))));

            assertThat(handled).containsExactly(1);
        }

        @Test
        void is_thrown_after_half_of_the_time_and_handled_when_it_comes_again() {
            IntStream.range(0, 100).forEach(i -> failures.add(new NotYetException("waits for another event")));
            Instant begun = clock.instant();

            assertThatThrownBy(() -> function.accept(pushed(binary(counted(1)))))
                    .isInstanceOf(UnsettledEventException.class)
                    .hasMessageContaining("projects/p/subscriptions/counter/17 is not settled: FAILED");
            assertThat(Duration.between(begun, clock.instant())).isBetween(Duration.ofSeconds(1), TIME.dividedBy(2));
            assertThat(failures).hasSizeBetween(85, 97);

            failures.clear();
            function.accept(pushed(binary(counted(1))));
            assertThat(handled).containsExactly(1);
        }

        @Test
        void is_thrown_after_half_of_the_time_although_the_clock_is_set_back() {
            IntStream.range(0, 100).forEach(i -> failures.add(new NotYetException("waits for another event")));
            clockGoesBackBy = Duration.ofHours(1);

            assertThatThrownBy(() -> function.accept(pushed(binary(counted(1)))))
                    .isInstanceOf(UnsettledEventException.class);
            assertThat(failures).hasSizeBetween(85, 97);
        }

        @Test
        void is_parked_after_its_attempts() {
            IntStream.range(0, 3).forEach(i -> failures.add(new IllegalStateException("fails")));

            function.accept(pushed(binary(counted(1))));

            assertThat(handled).isEmpty();
            assertThat(lot.held("counter", Optional.empty(), 10)).hasSize(1);
        }

        @Test
        void is_parked_after_its_attempts_without_an_inbox_too() {
            IntStream.range(0, 3).forEach(i -> failures.add(new IllegalStateException("fails")));

            new Counting(lot, TIME, consumer -> consumer).accept(pushed(binary(counted(1))));

            assertThat(handled).isEmpty();
            assertThat(lot.held("counter", Optional.empty(), 10)).hasSize(1);
        }

        @Test
        void of_a_consumer_that_halts_is_thrown_at_once() {
            failures.add(new UncheckedIOException(new IOException("no network")));

            assertThatThrownBy(() -> function.accept(pushed(binary(counted(1)))))
                    .isInstanceOf(UnsettledEventException.class)
                    .hasMessageContaining("HALTED");
            assertThat(failures).isEmpty();
            assertThat(handled).isEmpty();
        }
    }

    @Test
    void what_is_no_event_is_parked_in_the_lane_of_its_key() {
        function.accept(
                pushed(PubsubMessage.newBuilder().setOrderingKey("k").setData(ByteString.copyFromUtf8("no event"))));

        assertThat(lot.held("counter", Optional.empty(), 10))
                .extracting(HeldLane::lane)
                .containsExactly(Lane.of(new OrderingKey("k")));
    }

    @Test
    void a_message_larger_than_a_document_of_firestore_is_parked_whole_and_the_next_one_is_handled() {
        byte[] noEvent = new byte[9_000_000];
        new Random(1).nextBytes(noEvent);
        try (FirestoreServer firestore = FirestoreServer.start(FirestoreSettings.defaults(), new FaultPlan(1));
                GcpClients clients = GcpClients.of(GcpSettings.from(
                        Map.of("GOOGLE_CLOUD_PROJECT", "orders", "FIRESTORE_EMULATOR_HOST", firestore.endpoint())))) {
            ParkingLot onFirestore = FirestoreStores.of(clients.firestore(), new FirestoreCollections("orders"))
                    .parkingLot();
            PubSubFunction counting = new Counting(onFirestore, Duration.ofMinutes(1));

            counting.accept(pushed(PubsubMessage.newBuilder().setData(ByteString.copyFrom(noEvent))));
            counting.accept(pushed(binary(counted(1))));

            assertThat(handled).containsExactly(1);
            List<HeldLane> lanes = onFirestore.held("counter", Optional.empty(), 10);
            assertThat(onFirestore.list("counter", lanes.get(0).lane(), Optional.empty(), 10))
                    .singleElement()
                    .satisfies(parked -> assertThat(parked.wire().body()).isEqualTo(noEvent));
        }
    }

    @Test
    void an_event_of_another_trigger_is_thrown_back_with_what_was_expected() {
        assertThatThrownBy(() -> function.accept(new Pushed("google.cloud.storage.object.v1.finalized", new byte[0])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(PUBLISHED)
                .hasMessageContaining("google.cloud.storage.object.v1.finalized")
                .hasMessageContaining("//pubsub.googleapis.com/projects/p/topics/t");
        assertThatThrownBy(() -> function.accept(new Pushed(PUBLISHED, null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("without data");
        assertThatThrownBy(() -> function.accept(new Pushed(PUBLISHED, new byte[0])))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Envelope<Counted> counted(int n) {
        return Envelope.of(new EventId("/test", String.valueOf(n)), COUNTED, new Counted(n))
                .withKey(new OrderingKey("key-" + n));
    }

    private static PubsubMessage.Builder binary(Envelope<?> event) {
        WireEvent wire = CODEC.encodeBinary(event);
        PubsubMessage.Builder message = PubsubMessage.newBuilder().setData(ByteString.copyFrom(wire.body()));
        wire.attributes().forEach((name, value) -> message.putAttributes("ce-" + name, value));
        return message;
    }

    private static CloudEvent pushed(PubsubMessage.Builder message) {
        return new Pushed(
                PUBLISHED,
                PushBody.of(
                        "projects/p/subscriptions/counter",
                        ReceivedMessage.newBuilder()
                                .setMessage(message.setMessageId("17"))
                                .build()));
    }

    /** An event as the runtime has it. */
    private record Pushed(String getType, byte[] body) implements CloudEvent {
        @Override
        public CloudEventData getData() {
            return body == null ? null : () -> body;
        }

        @Override
        public SpecVersion getSpecVersion() {
            return SpecVersion.V1;
        }

        @Override
        public String getId() {
            return "17";
        }

        @Override
        public URI getSource() {
            return URI.create("//pubsub.googleapis.com/projects/p/topics/t");
        }

        @Override
        public String getDataContentType() {
            return "application/json";
        }

        @Override
        public URI getDataSchema() {
            return null;
        }

        @Override
        public String getSubject() {
            return null;
        }

        @Override
        public OffsetDateTime getTime() {
            return null;
        }

        @Override
        public Object getAttribute(String name) {
            throw new IllegalArgumentException(name);
        }

        @Override
        public Object getExtension(String name) {
            return null;
        }

        @Override
        public Set<String> getExtensionNames() {
            return Set.of();
        }
    }
}

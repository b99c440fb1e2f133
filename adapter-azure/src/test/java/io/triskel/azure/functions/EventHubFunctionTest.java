package io.triskel.azure.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.RetryContext;
import com.microsoft.azure.functions.RpcException;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.codec.WireEvent;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.consume.EventConsumer;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.OrderingKey;
import io.triskel.memory.InMemoryInbox;
import io.triskel.memory.InMemoryParkingLot;
import io.triskel.observe.Observer;
import io.triskel.parking.ParkingLot;
import io.triskel.testkit.ManualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Batches as the host passes them; the host advances whatever becomes of them, and only its retry policy holds one. */
class EventHubFunctionTest {
    private static final EventType COUNTED = EventType.of("triskel.test.counted", 1);
    private static final EventCodec CODEC =
            EventCodec.of(TypeRegistry.builder().add(COUNTED, Counted.class).build());
    private static final String PARTITION =
            "{\"FullyQualifiedNamespace\":\"n\",\"EventHubName\":\"Events\",\"ConsumerGroup\":\"$Default\",\"PartitionId\":\"3\"}";

    private final ManualClock clock = ManualClock.atNewYear();
    private final List<Integer> handled = new ArrayList<>();
    private final Set<Integer> failing = new HashSet<>();
    private final InMemoryInbox inbox = new InMemoryInbox();
    private final InMemoryParkingLot lot = new InMemoryParkingLot();
    private final List<String> alarms = new ArrayList<>();
    private final List<String> failedPorts = new ArrayList<>();

    record Counted(int n) {}

    @Nested
    class With_retries_without_an_end {
        private final ExecutionContext context = context(5, -1);

        @Test
        void a_batch_is_handled() {
            function(lot).handle(batch(1, 2, 3), context);

            assertThat(handled).containsExactly(1, 2, 3);
        }

        @Test
        void a_batch_that_is_not_settled_is_thrown_back_and_comes_as_duplicates() {
            failing.add(2);
            assertThatThrownBy(() -> function(lot).handle(batch(1, 2, 3), context))
                    .isInstanceOf(IncompleteBatchException.class)
                    .hasMessageContaining("1 of 3 events are not settled, the first at events/3/101: FAILED");

            failing.clear();
            function(lot).handle(batch(1, 2, 3), context);

            assertThat(handled).containsExactly(1, 3, 2);
            assertThat(lot.size()).isZero();
            assertThat(alarms).isEmpty();
        }

        @Test
        void an_event_that_always_fails_is_parked_after_its_attempts_without_an_inbox_too() {
            CounterFunction withoutInbox = function(counter().parkingLot(lot).build());
            failing.add(2);

            for (int i = 0; i < 4; i++) {
                assertThatThrownBy(() -> withoutInbox.handle(batch(1, 2), context));
            }
            withoutInbox.handle(batch(1, 2), context);

            assertThat(handled).containsExactly(1, 1, 1, 1, 1);
            assertThat(lot.held("counter", Optional.empty(), 10)).hasSize(1);
        }

        @Test
        void from_the_tenth_retry_on_each_try_in_vain_says_that_the_partition_is_held() {
            failing.add(2);

            assertThatThrownBy(() -> function(lot).handle(batch(1, 2), context(9, -1)));
            assertThat(alarms).isEmpty();
            assertThatThrownBy(() -> function(lot).handle(batch(1, 2), context(10, -1)));
            assertThatThrownBy(() -> function(lot).handle(batch(1, 2), context(11, -1)));

            assertThat(alarms)
                    .hasSize(2)
                    .allSatisfy(alarm -> assertThat(alarm)
                            .startsWith(EventHubFunction.HELD_ALARM + ": counter has tried 2 events 1")
                            .contains("\"PartitionId\":\"3\"", "[100, 101]", "1 of 2 events are not settled"));
        }

        @Test
        void what_is_no_event_is_parked_by_its_position() {
            HostBatch batch =
                    batch(List.of("no event".getBytes(StandardCharsets.UTF_8)), "[{}]", "[{\"SequenceNumber\":100}]");

            function(lot).handle(batch, context);

            assertThat(lot.size()).isEqualTo(1);
        }

        @Test
        void a_structured_event_is_handled() {
            HostBatch batch = batch(
                    List.of(CODEC.encode(counted(7))),
                    "[null]",
                    "[{\"content-type\":\"application/cloudevents+json; charset=utf-8\",\"SequenceNumber\":100}]");

            function(lot).handle(batch, context);

            assertThat(handled).containsExactly(7);
        }

        @Test
        void an_array_that_does_not_belong_to_the_bodies_is_thrown_back() {
            HostBatch batch = batch(List.of(new byte[0], new byte[0]), "[{}]", "[{},{}]");

            assertThatThrownBy(() -> function(lot).handle(batch, context))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("PropertiesArray has 1 elements for 2 events");
        }

        @Test
        void an_event_without_a_sequence_number_is_thrown_back() {
            HostBatch batch = batch(List.of(new byte[0]), "[{}]", "[{\"Offset\":7}]");

            assertThatThrownBy(() -> function(lot).handle(batch, context))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("SystemPropertiesArray has no SequenceNumber");
        }

        @Test
        void a_binding_that_is_missing_is_named() {
            HostBatch batch = new HostBatch(new byte[0][], "[]", "[]", "{}");

            assertThatThrownBy(() -> function(lot).handle(batch, context))
                    .hasMessageContaining("PartitionContext has no EventHubName");
            assertThatThrownBy(() ->
                            function(lot).handle(new HostBatch(new byte[][] {{}}, "[{}]", null, "{}"), context))
                    .hasMessage("SystemPropertiesArray is missing: is it bound with"
                            + " @BindingName(\"SystemPropertiesArray\")?");
        }
    }

    @Nested
    class On_the_last_try {
        private final ExecutionContext context = context(3, 3);

        @Test
        void what_fails_is_parked_with_its_successors_and_nothing_is_thrown() {
            failing.add(2);

            function(lot).handle(batch(1, 2, 3), context);

            assertThat(handled).contains(1);
            assertThat(lot.size()).isPositive();
            assertThat(alarms).isEmpty();
        }

        @Test
        void if_parking_fails_too_it_is_thrown_and_alarmed() {
            failing.add(2);
            ParkingLot full = InMemoryParkingLot.ofCapacity(0);

            assertThatThrownBy(() -> function(full).handle(batch(1, 2), context))
                    .isInstanceOf(IncompleteBatchException.class);

            assertThat(alarms)
                    .singleElement()
                    .asString()
                    .startsWith(EventHubFunction.ALARM)
                    .contains("counter", "[100, 101]");
            assertThat(failedPorts).contains("event hub trigger");
        }

        @Test
        void a_batch_that_cannot_be_read_is_alarmed() {
            HostBatch batch = batch(List.of(new byte[0], new byte[0]), "[{}]", "[{},{}]");

            assertThatThrownBy(() -> function(lot).handle(batch, context));

            assertThat(alarms).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-27T12:00:00.123, 2026-11-27T12:00:00.123Z",
        "2026-11-27T12:00:00, 2026-11-27T12:00:00Z",
        "2026-11-27T12:00:00.123Z, 2026-11-27T12:00:00.123Z",
        "2026-11-27T13:00:00+01:00, 2026-11-27T12:00:00Z",
        "yesterday, "
    })
    void the_service_took_an_event_at_the_time_that_the_host_writes_in_utc_with_an_offset_or_without(
            String written, @Nullable Instant taken) {
        HostBatch batch = batch(
                List.of(CODEC.encode(counted(7)), CODEC.encode(counted(8))),
                "[null,null]",
                "[{\"SequenceNumber\":100,\"EnqueuedTimeUtc\":\"" + written + "\"},{\"SequenceNumber\":101}]");

        assertThat(batch.deliveries(CODEC, type -> true))
                .extracting(Delivery::acceptedAt)
                .containsExactly(Optional.ofNullable(taken), Optional.empty());
    }

    @Test
    void before_the_last_try_of_a_finite_policy_the_batch_is_thrown_back() {
        failing.add(1);

        assertThatThrownBy(() -> function(lot).handle(batch(1), context(2, 3)))
                .isInstanceOf(IncompleteBatchException.class);

        assertThat(lot.size()).isZero();
    }

    @Test
    void without_a_policy_there_is_no_other_try() {
        failing.add(1);

        function(lot).handle(batch(1), new Context(null));

        assertThat(lot.size()).isEqualTo(1);
    }

    private CounterFunction function(ParkingLot parking) {
        return function(counter().inbox(inbox).parkingLot(parking).build());
    }

    private EventConsumer.Builder counter() {
        return EventConsumer.named("counter").on(COUNTED, Counted.class, (event, handling) -> handle(event.data()));
    }

    private CounterFunction function(EventConsumer counter) {
        BatchProcessor processor = BatchProcessor.of(counter)
                .codec(CODEC)
                .clock(clock)
                .pause(clock::advance)
                .parkingReserve(Duration.ofMillis(100))
                .build();
        return new CounterFunction(processor, clock, new Observer() {
            @Override
            public void portFailed(String port, Throwable failure) {
                failedPorts.add(port);
            }
        });
    }

    private void handle(Counted counted) {
        if (failing.contains(counted.n())) {
            throw new IllegalStateException("fails");
        }
        handled.add(counted.n());
    }

    /** As an application's function, but for the annotations. */
    private static final class CounterFunction extends EventHubFunction {
        CounterFunction(BatchProcessor processor, InstantSource clock, Observer observer) {
            super(processor, CODEC, clock, Duration.ofSeconds(5), observer);
        }

        void handle(HostBatch batch, ExecutionContext context) {
            handle(List.of(batch.bodies()), batch.properties(), batch.systemProperties(), batch.partition(), context);
        }
    }

    private static Envelope<Counted> counted(int n) {
        return Envelope.of(new EventId("/test", String.valueOf(n)), COUNTED, new Counted(n))
                .withKey(new OrderingKey("key-" + n));
    }

    /** In binary mode, numbered from 100 on. */
    private static HostBatch batch(int... numbers) {
        List<byte[]> bodies = new ArrayList<>();
        List<String> properties = new ArrayList<>();
        for (int n : numbers) {
            WireEvent wire = CODEC.encodeBinary(counted(n));
            bodies.add(wire.body());
            properties.add(wire.attributes().entrySet().stream()
                    .filter(attribute -> !attribute.getKey().equals("datacontenttype"))
                    .map(attribute -> "\"cloudEvents:" + attribute.getKey() + "\":\"" + attribute.getValue() + "\"")
                    .collect(Collectors.joining(",", "{", "}")));
        }
        return batch(
                bodies,
                properties.toString(),
                IntStream.range(100, 100 + numbers.length)
                        .mapToObj(number -> "{\"content-type\":\"application/json\",\"SequenceNumber\":" + number + "}")
                        .toList()
                        .toString());
    }

    private static HostBatch batch(List<byte[]> bodies, String properties, String systemProperties) {
        return new HostBatch(bodies.toArray(byte[][]::new), properties, systemProperties, PARTITION);
    }

    private ExecutionContext context(int count, int most) {
        return new Context(new RetryContext() {
            @Override
            public int getRetrycount() {
                return count;
            }

            @Override
            public int getMaxretrycount() {
                return most;
            }

            @Override
            public RpcException getException() {
                return null;
            }
        });
    }

    private final class Context implements ExecutionContext {
        private final RetryContext retries;
        private final Logger logger = Logger.getAnonymousLogger();

        Context(RetryContext retries) {
            this.retries = retries;
            logger.setUseParentHandlers(false);
            logger.addHandler(new Handler() {
                @Override
                public void publish(LogRecord line) {
                    if (line.getLevel().equals(Level.SEVERE)) {
                        alarms.add(line.getMessage());
                    }
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            });
        }

        @Override
        public Logger getLogger() {
            return logger;
        }

        @Override
        public String getInvocationId() {
            return "1";
        }

        @Override
        public String getFunctionName() {
            return "counter";
        }

        @Override
        public RetryContext getRetryContext() {
            return retries;
        }
    }
}

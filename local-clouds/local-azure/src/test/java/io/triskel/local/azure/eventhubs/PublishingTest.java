package io.triskel.local.azure.eventhubs;

import static io.triskel.local.azure.eventhubs.SdkClients.numbered;
import static io.triskel.local.azure.eventhubs.SdkClients.sendTo;
import static io.triskel.local.azure.eventhubs.SdkClients.sendWithKey;
import static io.triskel.local.azure.eventhubs.SdkClients.stored;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.azure.core.amqp.exception.AmqpErrorCondition;
import com.azure.core.amqp.exception.AmqpException;
import com.azure.messaging.eventhubs.EventData;
import com.azure.messaging.eventhubs.EventDataBatch;
import com.azure.messaging.eventhubs.EventHubClientBuilder;
import com.azure.messaging.eventhubs.EventHubProducerClient;
import com.azure.messaging.eventhubs.EventHubProperties;
import com.azure.messaging.eventhubs.PartitionProperties;
import com.azure.messaging.eventhubs.models.CreateBatchOptions;
import com.azure.messaging.eventhubs.models.SendOptions;
import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PublishingTest {
    // What the SDK takes into a batch of 1 MiB: it keeps 16 KiB for the envelope.
    private static final int LARGEST = (1 << 20) - (16 << 10) - 100;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final FaultPlan faults = new FaultPlan(1);
    private EventHubsServer server = EventHubsServer.start(EventHubsSettings.defaults(), faults);
    private EventHub orders = server.createHub("orders", 4);

    @AfterEach
    void close() {
        server.close();
    }

    @Nested
    class Where_events_go {
        @Test
        void events_of_a_key_lie_in_one_partition_in_the_order_of_sending() {
            try (EventHubProducerClient producer = SdkClients.producer(server, "orders")) {
                sendWithKey(producer, "order-1", "a", "b");
                sendWithKey(producer, "order-1", "c");
            }

            Partition partition = orders.partitionOf("order-1");
            assertThat(stored(partition)).containsExactly("a", "b", "c");
            assertThat(partition.read(-1, 1, 1000).events().get(0).partitionKey())
                    .contains("order-1");
        }

        @Test
        void a_batch_with_a_key_goes_where_the_key_belongs() {
            try (EventHubProducerClient producer = SdkClients.producer(server, "ORDERS")) {
                EventDataBatch batch = producer.createBatch(new CreateBatchOptions().setPartitionKey("order-7"));
                Arrays.stream(numbered("n", 100)).map(EventData::new).forEach(batch::tryAdd);
                producer.send(batch);
            }

            assertThat(stored(orders.partitionOf("order-7"))).containsExactly(numbered("n", 100));
        }

        @Test
        void batches_without_a_key_go_round() {
            try (EventHubProducerClient producer = SdkClients.producer(server, "orders")) {
                for (String body : numbered("n", 8)) {
                    producer.send(SdkClients.events(body));
                }
            }

            assertThat(orders.partitions())
                    .allSatisfy(partition -> assertThat(stored(partition)).hasSize(2));
        }

        @Test
        void a_named_partition_gets_the_events() {
            try (EventHubProducerClient producer = SdkClients.producer(server, "orders")) {
                sendTo(producer, "2", "x");
            }

            assertThat(stored(orders.partitions().get(2))).containsExactly("x");
        }
    }

    @Nested
    class What_is_kept {
        @Test
        void properties_and_system_properties_are_readable_in_this_jvm() {
            EventData event = new EventData("{}".getBytes(UTF_8));
            event.getProperties().putAll(Map.of("text", "t", "number", 7L, "half", 0.5, "yes", true));
            event.setContentType("application/json").setMessageId("m-1").setCorrelationId("c-1");
            try (EventHubProducerClient producer = SdkClients.producer(server, "orders")) {
                producer.send(List.of(event), new SendOptions().setPartitionKey("k"));
            }

            StoredEvent kept =
                    orders.partitionOf("k").read(-1, 1, 1000).events().get(0);

            assertThat(kept.properties()).isEqualTo(Map.of("text", "t", "number", 7L, "half", 0.5, "yes", true));
            assertThat(kept.systemProperties())
                    .containsEntry("content-type", "application/json")
                    .containsEntry("message-id", "m-1")
                    .containsEntry("correlation-id", "c-1")
                    .containsEntry("x-opt-partition-key", "k")
                    .containsEntry("x-opt-sequence-number", 0L)
                    .containsEntry("x-opt-offset", "0")
                    .containsEntry("x-opt-enqueued-time", kept.enqueuedTime());
            assertThat(kept.body()).asString().isEqualTo("{}");
        }

        @Test
        void management_tells_of_hub_and_partitions() {
            try (EventHubProducerClient producer = SdkClients.producer(server, "orders")) {
                sendTo(producer, "3", "a", "b");

                EventHubProperties hub = producer.getEventHubProperties();
                PartitionProperties used = producer.getPartitionProperties("3");
                PartitionProperties empty = producer.getPartitionProperties("0");

                assertThat(hub.getName()).isEqualTo("orders");
                assertThat(hub.getCreatedAt()).isBetween(now.get().minusMillis(1), Instant.now());
                assertThat(hub.getPartitionIds().stream()).containsExactly("0", "1", "2", "3");
                assertThat(used.getBeginningSequenceNumber()).isZero();
                assertThat(used.getLastEnqueuedSequenceNumber()).isEqualTo(1);
                assertThat(used.isEmpty()).isFalse();
                assertThat(empty.getLastEnqueuedSequenceNumber()).isEqualTo(-1);
                assertThat(empty.getLastEnqueuedOffset()).isEqualTo("-1");
                assertThat(empty.isEmpty()).isTrue();
            }
        }

        @Test
        void an_event_of_the_largest_size_is_taken_and_the_sdk_knows_the_limit() {
            try (EventHubProducerClient producer = SdkClients.producer(server, "orders")) {
                EventDataBatch batch = producer.createBatch();
                assertThat(batch.getMaxSizeInBytes()).isEqualTo(1 << 20);
                assertThat(batch.tryAdd(new EventData(new byte[LARGEST]))).isTrue();
                assertThatThrownBy(() -> producer.createBatch().tryAdd(new EventData(new byte[1 << 20])))
                        .asInstanceOf(type(AmqpException.class))
                        .extracting(AmqpException::getErrorCondition)
                        .isEqualTo(AmqpErrorCondition.LINK_PAYLOAD_SIZE_EXCEEDED);

                producer.send(batch);
            }

            assertThat(orders.partitions().get(0).read(-1, 1, 1).events().get(0).body())
                    .hasSize(LARGEST);
        }
    }

    @Nested
    class What_is_refused {
        @Test
        void an_unknown_hub_is_named_in_the_error() {
            try (EventHubProducerClient producer = SdkClients.producer(server, "nowhere")) {
                assertRefused(
                        () -> sendWithKey(producer, "k", "x"),
                        AmqpErrorCondition.NOT_FOUND,
                        "The messaging entity 'nowhere' could not be found.");
                assertRefused(
                        producer::getEventHubProperties,
                        AmqpErrorCondition.NOT_FOUND,
                        "The messaging entity 'nowhere' could not be found.");
            }
        }

        @Test
        void an_unknown_partition_is_named_in_the_error() {
            try (EventHubProducerClient producer = SdkClients.producer(server, "orders")) {
                assertRefused(
                        () -> sendTo(producer, "4", "x"),
                        AmqpErrorCondition.NOT_FOUND,
                        "The partitions of the event hub are 0 to 3.");
                assertRefused(
                        () -> producer.getPartitionProperties("4"),
                        AmqpErrorCondition.NOT_FOUND,
                        "The partitions of the event hub are 0 to 3.");
            }
        }

        @Test
        void a_wrong_key_is_unauthorized() {
            String wrong = server.connectionString().replaceFirst("SharedAccessKey=[^;]+", "SharedAccessKey=wrong");
            try (EventHubProducerClient producer = new EventHubClientBuilder()
                    .connectionString(wrong, "orders")
                    .buildProducerClient()) {
                assertRefused(
                        () -> sendWithKey(producer, "k", "x"),
                        AmqpErrorCondition.UNAUTHORIZED_ACCESS,
                        "InvalidSignature");
            }
        }

        @Test
        void more_than_may_be_stored_is_refused_loudly() {
            restart(EventHubsSettings.defaults().withMaxStoredBytes(100_000));
            try (EventHubProducerClient producer = SdkClients.hastyProducer(server, "orders")) {
                EventData large = new EventData(new byte[60_000]);
                producer.send(List.of(large));

                assertRefused(
                        () -> producer.send(List.of(large)),
                        AmqpErrorCondition.RESOURCE_LIMIT_EXCEEDED,
                        "at most 100000 bytes");
            }
            assertThat(server.storedBytes()).isBetween(60_000L, 61_000L);
        }

        @Test
        void a_deleted_hub_gives_its_bytes_back_and_is_not_found() {
            try (EventHubProducerClient producer = SdkClients.hastyProducer(server, "orders")) {
                sendWithKey(producer, "k", "x");

                server.deleteHub("orders");

                assertThat(server.storedBytes()).isZero();
                assertRefused(() -> sendByAnother("y"), AmqpErrorCondition.NOT_FOUND, "could not be found");
                assertThatThrownBy(() -> server.hub("orders"))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("There is no event hub orders");
            }
        }
    }

    @Nested
    class Throughput_units {
        @Test
        void a_unit_takes_a_thousand_events_per_second() {
            restart(EventHubsSettings.defaults().withQuotas(1).withClock(now::get));
            try (EventHubProducerClient producer = SdkClients.hastyProducer(server, "orders")) {
                sendWithKey(producer, "k", numbered("n", 1000));

                assertRefused(
                        () -> sendWithKey(producer, "k", "one more"),
                        AmqpErrorCondition.SERVER_BUSY_ERROR,
                        "namespace triskel-local is being throttled");

                now.updateAndGet(instant -> instant.plusMillis(1));
                sendWithKey(producer, "k", "one more");
            }
            assertThat(stored(orders.partitionOf("k"))).hasSize(1001);
        }

        @Test
        void a_unit_takes_a_megabyte_per_second() {
            restart(EventHubsSettings.defaults().withQuotas(2).withClock(now::get));
            List<EventData> megabyte = List.of(new EventData(new byte[999_000]));
            try (EventHubProducerClient producer = SdkClients.hastyProducer(server, "orders")) {
                producer.send(megabyte);
                producer.send(megabyte);

                assertRefused(() -> producer.send(megabyte), AmqpErrorCondition.SERVER_BUSY_ERROR, "throttled");
            }
        }
    }

    @Nested
    class Faults {
        @Test
        void a_refused_batch_is_not_stored_and_the_error_has_the_given_condition() {
            faults.next(1, "Send", new Fault.Refused("com.microsoft:server-busy"));
            try (EventHubProducerClient producer = SdkClients.hastyProducer(server, "orders")) {
                assertRefused(
                        () -> sendWithKey(producer, "k", "x"),
                        AmqpErrorCondition.SERVER_BUSY_ERROR,
                        "An injected fault.");

                sendWithKey(producer, "k", "y");
            }
            assertThat(stored(orders.partitionOf("k"))).containsExactly("y");
        }

        @Test
        void a_link_detached_in_place_of_an_answer_has_stored_nothing() {
            faults.next(1, "Send", new Fault.Failed());
            try (EventHubProducerClient producer = SdkClients.hastyProducer(server, "orders")) {
                assertRefused(
                        () -> sendWithKey(producer, "k", "x"),
                        AmqpErrorCondition.LINK_DETACH_FORCED,
                        "An injected fault.");
            }
            sendByAnother("y");
            assertThat(stored(orders.partitionOf("k"))).containsExactly("y");
            assertThat(faults.injected()).containsEntry("Send Failed[]", 1L);
        }

        @Test
        void a_lost_answer_makes_the_sdk_send_again_and_the_batch_is_stored_twice() {
            faults.next(1, "Send", new Fault.LostResponse());
            try (EventHubProducerClient producer = SdkClients.producer(server, "orders")) {
                sendWithKey(producer, "k", "x", "y");
            }
            assertThat(stored(orders.partitionOf("k"))).containsExactly("x", "y", "x", "y");
        }

        @Test
        void a_slow_answer_is_late_but_the_batch_is_stored_at_once() {
            faults.next(1, "Send", new Fault.Slow(Duration.ofMillis(300)));
            try (EventHubProducerClient producer = SdkClients.producer(server, "orders")) {
                producer.getEventHubProperties();
                long start = System.nanoTime();
                sendWithKey(producer, "k", "x");

                assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(299));
            }
            assertThat(stored(orders.partitionOf("k"))).containsExactly("x");
        }

        @Test
        void a_link_can_be_refused_or_detached_as_soon_as_it_is_attached() {
            faults.next(1, "Attach", new Fault.Failed())
                    .next(1, "Attach", new Fault.Refused("amqp:unauthorized-access"))
                    .next(1, "Attach", new Fault.LostResponse())
                    .next(1, "Attach", new Fault.Slow(Duration.ofMillis(20)));
            for (AmqpErrorCondition condition : List.of(
                    AmqpErrorCondition.INTERNAL_ERROR,
                    AmqpErrorCondition.UNAUTHORIZED_ACCESS,
                    AmqpErrorCondition.LINK_DETACH_FORCED)) {
                assertRefused(() -> sendByAnother("never"), condition, "An injected fault.");
            }
            sendByAnother("late");
            assertThat(stored(orders.partitionOf("k"))).containsExactly("late");
            assertThat(faults.injected()).hasSize(4);
        }
    }

    /** By a client without a past: after a detached link the SDK's next send may meet the remains of it. */
    private void sendByAnother(String body) {
        try (EventHubProducerClient producer = SdkClients.hastyProducer(server, "orders")) {
            sendWithKey(producer, "k", body);
        }
    }

    private void restart(EventHubsSettings settings) {
        server.close();
        server = EventHubsServer.start(settings, faults);
        orders = server.createHub("orders", 4);
    }

    private static void assertRefused(ThrowingCallable call, AmqpErrorCondition condition, String message) {
        AmqpException error = SdkClients.refusal(call);

        assertThat(error).hasMessageContaining(message);
        assertThat(error.getErrorCondition()).isEqualTo(condition);
    }
}

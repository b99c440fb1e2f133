package io.triskel.local.azure.eventhubs;

import static io.triskel.local.azure.eventhubs.SdkClients.bodies;
import static io.triskel.local.azure.eventhubs.SdkClients.numbered;
import static io.triskel.local.azure.eventhubs.SdkClients.receive;
import static io.triskel.local.azure.eventhubs.SdkClients.sendTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.amqp.exception.AmqpErrorCondition;
import com.azure.core.amqp.exception.AmqpException;
import com.azure.messaging.eventhubs.EventData;
import com.azure.messaging.eventhubs.EventHubConsumerAsyncClient;
import com.azure.messaging.eventhubs.EventHubConsumerClient;
import com.azure.messaging.eventhubs.EventHubProducerClient;
import com.azure.messaging.eventhubs.models.EventPosition;
import com.azure.messaging.eventhubs.models.LastEnqueuedEventProperties;
import com.azure.messaging.eventhubs.models.PartitionEvent;
import com.azure.messaging.eventhubs.models.ReceiveOptions;
import com.azure.messaging.eventhubs.models.SendOptions;
import io.triskel.local.Await;
import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import reactor.core.Disposable;

@Isolated("it looks at all threads of this JVM")
class ReceivingTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-25T12:00:00Z"));
    private final FaultPlan faults = new FaultPlan(1);
    private EventHubsServer server =
            EventHubsServer.start(EventHubsSettings.defaults().withClock(now::get), faults);
    private EventHub orders = server.createHub("orders", 2);

    @AfterEach
    void close() {
        server.close();
    }

    @Nested
    class Positions {
        @Test
        void every_kind_of_position_begins_where_it_says() {
            publish("a", "b");
            now.updateAndGet(instant -> instant.plusSeconds(10));
            publish("c", "d");
            try (EventHubConsumerClient consumer = SdkClients.consumer(server, "orders")) {
                List<EventData> all = receive(consumer, "0", 4, EventPosition.earliest());
                String second = all.get(1).getOffsetString();

                assertThat(bodies(all)).containsExactly("a", "b", "c", "d");
                assertThat(all).extracting(EventData::getSequenceNumber).containsExactly(0L, 1L, 2L, 3L);
                assertThat(all.get(2).getEnqueuedTime()).isEqualTo(now.get());
                assertThat(bodies(receive(consumer, "0", 2, EventPosition.fromOffsetString(second))))
                        .containsExactly("c", "d");
                assertThat(bodies(receive(consumer, "0", 2, EventPosition.fromSequenceNumber(1))))
                        .containsExactly("c", "d");
                assertThat(bodies(receive(consumer, "0", 3, EventPosition.fromSequenceNumber(1, true))))
                        .containsExactly("b", "c", "d");
                assertThat(bodies(receive(
                                consumer,
                                "0",
                                2,
                                EventPosition.fromEnqueuedTime(now.get().minusMillis(1)))))
                        .containsExactly("c", "d");
            }
        }

        @Test
        void the_latest_position_gets_only_what_comes_later() throws InterruptedException {
            publish("old");
            try (Receiving receiving = receiving(EventPosition.latest(), new ReceiveOptions())) {
                receiving.awaitAttached();
                publish("new");

                assertThat(receiving.next()).isEqualTo("new");
            }
        }

        @Test
        void a_position_beyond_the_end_is_refused_with_the_last_one() {
            publish("a");

            assertThat(errorOf(EventPosition.fromSequenceNumber(7), new ReceiveOptions(), EventHub.DEFAULT_GROUP))
                    .hasMessageContaining("The last sequence number in the system is '0'.");
        }

        @Test
        void what_has_expired_is_not_received() {
            restart(EventHubsSettings.defaults().withClock(now::get).withRetention(Duration.ofHours(1)));
            publish("old");
            now.updateAndGet(instant -> instant.plusSeconds(3601));
            publish("young");
            try (EventHubConsumerClient consumer = SdkClients.consumer(server, "orders")) {
                assertThat(bodies(receive(consumer, "0", 1, EventPosition.earliest())))
                        .containsExactly("young");
                assertThat(consumer.getPartitionProperties("0").getBeginningSequenceNumber())
                        .isEqualTo(1);
            }
        }
    }

    @Nested
    class Consumer_groups {
        @Test
        void each_group_gets_every_event() {
            orders.addConsumerGroup("billing");
            publish("a", "b");

            for (String group : List.of("$Default", "billing", "BILLING")) {
                try (EventHubConsumerClient consumer = SdkClients.builder(server, "orders", 0)
                        .consumerGroup(group)
                        .buildConsumerClient()) {
                    assertThat(bodies(receive(consumer, "0", 2, EventPosition.earliest())))
                            .containsExactly("a", "b");
                }
            }
            assertThat(orders.consumerGroups()).containsExactly("$Default", "billing");
        }

        @Test
        void an_unknown_group_is_not_found_and_the_known_ones_are_named() {
            AmqpException error = errorOf(EventPosition.earliest(), new ReceiveOptions(), "nobody");

            assertThat(error.getErrorCondition()).isEqualTo(AmqpErrorCondition.NOT_FOUND);
            assertThat(error.isTransient()).isFalse();
            assertThat(error)
                    .hasMessageContaining("'orders/ConsumerGroups/nobody' could not be found")
                    .hasMessageContaining("[$Default]");
        }

        @Test
        void a_sixth_reader_without_an_epoch_is_refused() throws InterruptedException {
            publish("a");
            List<Receiving> five = new ArrayList<>();
            try {
                for (int i = 0; i < 5; i++) {
                    five.add(receiving(EventPosition.earliest(), new ReceiveOptions()));
                    assertThat(five.get(i).next()).isEqualTo("a");
                }

                AmqpException error = errorOf(EventPosition.earliest(), new ReceiveOptions(), EventHub.DEFAULT_GROUP);

                assertThat(error.getErrorCondition()).isEqualTo(AmqpErrorCondition.RESOURCE_LIMIT_EXCEEDED);
                assertThat(error).hasMessageContaining("which is 5.");
            } finally {
                five.forEach(Receiving::close);
            }
        }
    }

    @Nested
    class Epochs {
        @Test
        void a_reader_with_the_same_or_a_higher_epoch_takes_the_partition() throws InterruptedException {
            publish("a");
            try (Receiving first = receiving(EventPosition.earliest(), owner(1))) {
                assertThat(first.next()).isEqualTo("a");
                try (Receiving same = receiving(EventPosition.earliest(), owner(1))) {
                    assertThat(same.next()).isEqualTo("a");
                    assertThat(first.error().getErrorCondition()).isEqualTo(AmqpErrorCondition.LINK_STOLEN);
                    assertThat(first.error()).hasMessageContaining("with higher epoch of '1' is created");
                    try (Receiving higher = receiving(EventPosition.earliest(), owner(2))) {
                        assertThat(higher.next()).isEqualTo("a");
                        assertThat(same.error().getErrorCondition()).isEqualTo(AmqpErrorCondition.LINK_STOLEN);
                    }
                }
            }
        }

        @Test
        void a_reader_with_a_lower_epoch_or_none_is_refused() throws InterruptedException {
            publish("a");
            try (Receiving owner = receiving(EventPosition.earliest(), owner(5))) {
                assertThat(owner.next()).isEqualTo("a");

                AmqpException lower = errorOf(EventPosition.earliest(), owner(4), EventHub.DEFAULT_GROUP);
                AmqpException none = errorOf(EventPosition.earliest(), new ReceiveOptions(), EventHub.DEFAULT_GROUP);

                assertThat(lower).hasMessageContaining("with a higher epoch '5' already exists");
                assertThat(none).hasMessageContaining("non-epoch receiver");
            }
            Await.until("the owner to leave", () -> !orders.partitions().get(0).hasListeners());
            try (Receiving after = receiving(EventPosition.earliest(), new ReceiveOptions())) {
                assertThat(after.next()).isEqualTo("a");
            }
        }
    }

    @Nested
    class Delivery {
        @Test
        void thousands_of_events_arrive_in_order_with_little_credit() throws InterruptedException {
            try (EventHubProducerClient producer = SdkClients.producer(server, "orders")) {
                for (int i = 0; i < 20; i++) {
                    sendTo(producer, "0", numbered(i + "-", 500));
                }
            }
            try (Receiving receiving = receiving(EventPosition.earliest(), new ReceiveOptions())) {
                for (int i = 0; i < 20; i++) {
                    for (int k = 0; k < 500; k++) {
                        assertThat(receiving.next()).isEqualTo(i + "-" + k);
                    }
                }
            }
        }

        @Test
        void large_events_arrive_whole() {
            byte[] body = new byte[900_000];
            for (int i = 0; i < body.length; i++) {
                body[i] = (byte) (i * 31);
            }
            try (EventHubProducerClient producer = SdkClients.producer(server, "orders");
                    EventHubConsumerClient consumer = SdkClients.consumer(server, "orders")) {
                for (int i = 0; i < 8; i++) {
                    producer.send(List.of(new EventData(body)), new SendOptions().setPartitionId("0"));
                }

                assertThat(receive(consumer, "0", 8, EventPosition.earliest()))
                        .hasSize(8)
                        .allSatisfy(event -> assertThat(event.getBody()).isEqualTo(body));
            }
        }

        @Test
        void a_reader_can_ask_to_be_told_of_the_last_event() {
            publish("a", "b", "c");
            try (EventHubConsumerClient consumer = SdkClients.consumer(server, "orders")) {
                PartitionEvent event = consumer
                        .receiveFromPartition(
                                "0",
                                1,
                                EventPosition.earliest(),
                                Await.LIMIT,
                                new ReceiveOptions().setTrackLastEnqueuedEventProperties(true))
                        .stream()
                        .findFirst()
                        .orElseThrow();

                LastEnqueuedEventProperties last = Objects.requireNonNull(event.getLastEnqueuedEventProperties());
                assertThat(last.getSequenceNumber()).isEqualTo(2);
                assertThat(last.getEnqueuedTime()).isEqualTo(now.get());
            }
        }

        @Test
        void an_event_that_was_received_can_be_sent_on_and_is_stamped_anew() {
            publish("a", "b");
            try (EventHubProducerClient producer = SdkClients.producer(server, "orders");
                    EventHubConsumerClient consumer = SdkClients.consumer(server, "orders")) {
                EventData second =
                        receive(consumer, "0", 2, EventPosition.earliest()).get(1);

                producer.send(List.of(second), new SendOptions().setPartitionId("1"));

                StoredEvent copy =
                        orders.partitions().get(1).read(-1, 1, 1000).events().get(0);
                assertThat(copy.sequenceNumber()).isZero();
                assertThat(copy.systemProperties()).containsEntry("x-opt-sequence-number", 0L);
            }
        }

        @Test
        void throughput_units_slow_readers_down_without_an_error() throws InterruptedException {
            restart(EventHubsSettings.defaults().withQuotas(5).withClock(now::get));
            String[] bodies = numbered("n", 5_000);
            publish(bodies);
            now.updateAndGet(instant -> instant.plusSeconds(1));
            publish(bodies);
            now.updateAndGet(instant -> instant.plusSeconds(1));
            publish(bodies);
            now.updateAndGet(instant -> instant.plusSeconds(1));
            publish(bodies);
            now.updateAndGet(instant -> instant.plusSeconds(1));
            publish(bodies);
            try (Receiving receiving = receiving(EventPosition.earliest(), new ReceiveOptions())) {
                for (int i = 0; i < 5 * 4_096; i++) {
                    assertThat(receiving.next()).isEqualTo("n" + i % 5_000);
                }
                assertThat(receiving.events.poll(100, TimeUnit.MILLISECONDS))
                        .as("beyond the units of this second")
                        .isNull();

                now.updateAndGet(instant -> instant.plusSeconds(1));

                assertThat(receiving.next()).isEqualTo("n480");
            }
        }
    }

    @Nested
    class Faults {
        @Test
        void a_receiver_detached_after_a_delivery_has_got_it_and_a_new_one_goes_on_behind_it()
                throws InterruptedException {
            publish("a", "b");
            faults.next(1, "Receive", new Fault.LostResponse());
            try (Receiving receiving = receiving(EventPosition.earliest(), new ReceiveOptions())) {
                assertThat(receiving.next()).isEqualTo("a");
                assertThat(receiving.next()).isEqualTo("b");
                assertThat(receiving.error().getErrorCondition()).isEqualTo(AmqpErrorCondition.LINK_DETACH_FORCED);
            }
            publish("c");
            try (Receiving next = receiving(EventPosition.fromSequenceNumber(1), new ReceiveOptions())) {
                assertThat(next.next()).isEqualTo("c");
            }
        }

        @Test
        void all_links_are_detached_on_demand() throws InterruptedException {
            publish("a");
            try (Receiving receiving = receiving(EventPosition.earliest(), new ReceiveOptions())) {
                assertThat(receiving.next()).isEqualTo("a");

                server.detachAll();

                assertThat(receiving.error().getErrorCondition()).isEqualTo(AmqpErrorCondition.LINK_DETACH_FORCED);
            }
        }

        @Test
        void a_slow_delivery_is_late() throws InterruptedException {
            publish("a");
            faults.next(1, "Receive", new Fault.Slow(Duration.ofMillis(300)));
            long start = System.nanoTime();
            try (Receiving receiving = receiving(EventPosition.earliest(), new ReceiveOptions())) {
                assertThat(receiving.next()).isEqualTo("a");
            }
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(299));
        }

        @Test
        void a_refused_delivery_has_the_given_condition_and_delivers_nothing() {
            publish("a");
            faults.next(1, "Receive", new Fault.Refused("amqp:unauthorized-access"));

            AmqpException error = errorOf(EventPosition.earliest(), new ReceiveOptions(), EventHub.DEFAULT_GROUP);

            assertThat(error.getErrorCondition()).isEqualTo(AmqpErrorCondition.UNAUTHORIZED_ACCESS);
        }

        @Test
        @Tag("slow")
        void a_silent_connection_is_closed_and_a_living_one_is_not() throws InterruptedException {
            restart(EventHubsSettings.defaults().withIdleTimeout(Duration.ofSeconds(10)));
            try (Receiving receiving = receiving(EventPosition.earliest(), new ReceiveOptions());
                    SilentClient silent = SilentClient.open(server.port())) {
                receiving.awaitAttached();
                assertThat(silent.readToEnd()).as("closed by the server").contains("AMQP");

                publish("a");

                assertThat(receiving.next()).isEqualTo("a");
                assertThat(receiving.errors).isEmpty();
            }
        }
    }

    @Test
    void a_closed_server_leaves_no_thread_and_its_port_is_free() throws InterruptedException {
        // Other test classes run servers at the same time.
        ThreadGroup threads = new ThreadGroup("its own");
        Thread starting = new Thread(threads, () -> restart(EventHubsSettings.defaults()));
        starting.start();
        starting.join();
        publish("a");
        assertThat(threads.activeCount()).isPositive();

        server.close();
        server.close();

        Await.until("the server's threads to end", () -> threads.activeCount() == 0);
    }

    @Test
    void names_that_the_service_refuses_are_refused() {
        assertThatThrownBy(() -> server.createHub("orders", 2)).hasMessageContaining("already");
        assertThatThrownBy(() -> server.createHub("-", 2)).hasMessage("Not the name of a event hub: -");
        assertThatThrownBy(() -> server.createHub("many", 0)).hasMessageContaining("1 to 1024 partitions");
        assertThatThrownBy(() -> orders.addConsumerGroup("a/b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EventHubsSettings.defaults().withQuotas(41)).hasMessageContaining("1 to 40");
    }

    private void restart(EventHubsSettings settings) {
        server.close();
        server = EventHubsServer.start(settings, faults);
        orders = server.createHub("orders", 2);
    }

    private void publish(String... bodies) {
        try (EventHubProducerClient producer = SdkClients.producer(server, "orders")) {
            sendTo(producer, "0", bodies);
        }
    }

    private static ReceiveOptions owner(long epoch) {
        return new ReceiveOptions().setOwnerLevel(epoch);
    }

    private AmqpException errorOf(EventPosition from, ReceiveOptions options, String group) {
        try (EventHubConsumerAsyncClient client =
                SdkClients.builder(server, "orders", 0).consumerGroup(group).buildAsyncConsumerClient()) {
            return SdkClients.refusal(
                    () -> client.receiveFromPartition("0", from, options).blockFirst(Await.LIMIT));
        }
    }

    private Receiving receiving(EventPosition from, ReceiveOptions options) {
        EventHubConsumerAsyncClient client =
                SdkClients.builder(server, "orders", 3).prefetchCount(10).buildAsyncConsumerClient();
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        BlockingQueue<Throwable> errors = new LinkedBlockingQueue<>();
        Disposable subscription = client.receiveFromPartition("0", from, options)
                .subscribe(event -> events.add(event.getData().getBodyAsString()), errors::add);
        return new Receiving(
                client, subscription, events, errors, orders.partitions().get(0));
    }

    /** A receiver in the background. */
    private record Receiving(
            EventHubConsumerAsyncClient client,
            Disposable subscription,
            BlockingQueue<String> events,
            BlockingQueue<Throwable> errors,
            Partition partition)
            implements AutoCloseable {

        String next() throws InterruptedException {
            String body = events.poll(Await.LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(body).as("the next event, errors are " + errors).isNotNull();
            return Objects.requireNonNull(body);
        }

        AmqpException error() {
            Throwable error = Await.value("an error", () -> errors.stream().findFirst());
            return SdkClients.refusal(() -> {
                throw error;
            });
        }

        void awaitAttached() {
            Await.until("the receiver to be attached", partition::hasListeners);
        }

        @Override
        public void close() {
            subscription.dispose();
            client.close();
        }
    }
}

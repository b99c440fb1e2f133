package io.triskel.azure.eventhubs;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.eventhubs.EventData;
import com.azure.messaging.eventhubs.models.SendOptions;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.EventConsumer;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.OrderingKey;
import io.triskel.local.Fault;
import io.triskel.memory.InMemoryParkingLot;
import io.triskel.memory.InMemoryStores;
import io.triskel.store.Checkpoints;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A hub is read to its end by one process, over restarts and faults. */
class HubConsumerTest {
    private static final EventType COUNTED = EventType.of("triskel.test.counted", 1);
    private static final EventCodec CODEC =
            EventCodec.of(TypeRegistry.builder().add(COUNTED, Counted.class).build());

    private final HubPublishing hubs = new HubPublishing(CODEC);
    private final Checkpoints checkpoints = new InMemoryStores().checkpoints();
    private final InMemoryParkingLot lot = new InMemoryParkingLot();
    private final ExecutorService executor = Executors.newFixedThreadPool(4);
    private final List<String> handled = new CopyOnWriteArrayList<>();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final HubConsumer consumer = consumer();

    record Counted(String key, int n) {}

    @AfterEach
    void close() {
        consumer.close();
        executor.shutdownNow();
        hubs.close();
    }

    @Nested
    class When_all_goes_well {
        @Test
        void everything_is_handled_once_in_the_order_of_its_key() {
            publish(0, 50);

            HubReport report = run(consumer);

            assertThat(report).isEqualTo(new HubReport(50, true, List.of(), List.of()));
            assertThat(handled).hasSize(50).doesNotHaveDuplicates();
            assertInOrder(50);
        }

        @Test
        void a_later_run_goes_on_with_what_came_meanwhile() {
            publish(0, 20);
            run(consumer);
            publish(20, 40);

            HubReport report = run(consumer);

            assertThat(report.settled()).isEqualTo(20);
            assertThat(run(consumer)).isEqualTo(new HubReport(0, true, List.of(), List.of()));
            assertInOrder(40);
        }

        @Test
        void another_process_continues_where_the_checkpoints_are() {
            publish(0, 20);
            run(consumer);
            publish(20, 40);

            try (HubConsumer other = consumer()) {
                assertThat(run(other).settled()).isEqualTo(20);
            }

            assertThat(handled).hasSize(40).doesNotHaveDuplicates();
        }

        @Test
        void a_run_stops_at_its_limit_and_the_next_goes_on() {
            publish(0, 40);

            HubReport first = consumer.run(10, hubs.deadline());
            HubReport rest = run(consumer);

            assertThat(first.settled()).isBetween(1, 13);
            assertThat(first.caughtUp()).isFalse();
            assertThat(first.settled() + rest.settled()).isEqualTo(40);
            assertThat(handled).hasSize(40).doesNotHaveDuplicates();
        }

        @Test
        void structured_events_of_others_are_read() {
            byte[] body = CODEC.encode(event(7));
            send(new EventData(body).setContentType("application/cloudevents+json; charset=utf-8"));

            run(consumer);

            assertThat(handled).containsExactly("key-2 7");
        }

        @Test
        void what_is_no_event_is_parked_and_passed_over() {
            send(new EventData("no event".getBytes(StandardCharsets.UTF_8)));

            HubReport report = run(consumer);

            assertThat(report.caughtUp()).isTrue();
            assertThat(lot.size()).isEqualTo(1);
        }
    }

    @Nested
    class When_an_event_is_not_settled {
        @Test
        void its_partition_is_held_and_others_go_on() {
            publish(0, 50);
            failing.add("key-0 10");

            HubReport report = run(consumer);

            assertThat(report.caughtUp()).isFalse();
            assertThat(report.problems()).singleElement().asString().contains("is not settled");
            assertThat(handled).doesNotContain("key-0 10", "key-0 15", "key-0 45");
        }

        @Test
        void it_comes_again_with_what_follows_it() {
            publish(0, 50);
            failing.add("key-0 10");
            run(consumer);
            failing.clear();

            HubReport report = run(consumer);

            assertThat(report.caughtUp()).isTrue();
            assertThat(handled).contains("key-0 10", "key-0 45");
            assertInOrder(50);
        }
    }

    @Nested
    class When_something_fails {
        @Test
        void a_consumer_that_was_taken_over_stops_at_its_next_checkpoint() {
            publish(0, 20);
            run(consumer);
            try (HubConsumer other = consumer()) {
                run(other);
                publish(20, 40);

                HubReport report = run(consumer);

                assertThat(report.fenced()).isNotEmpty();
                assertThat(run(other).caughtUp()).isTrue();
            }
        }

        @Test
        void links_that_were_detached_are_made_anew() {
            publish(0, 20);
            run(consumer);
            hubs.server.detachAll();
            publishAgain(20, 40);

            runUntilCaughtUp();

            assertInOrder(40);
        }

        @Test
        void trouble_while_receiving_loses_nothing() {
            hubs.server.faults().often(0.3, "Receive", new Fault.Failed());
            publish(0, 100);

            runUntilCaughtUp();

            assertInOrder(100);
        }

        @Test
        void nothing_is_begun_after_the_deadline() {
            publish(0, 5);

            assertThat(consumer.run(100, new Deadline(Instant.EPOCH)))
                    .isEqualTo(new HubReport(0, false, List.of(), List.of()));
        }
    }

    private HubReport run(HubConsumer which) {
        return which.run(Integer.MAX_VALUE, hubs.deadline());
    }

    private void runUntilCaughtUp() {
        for (int tries = 0; tries < 50 && !run(consumer).caughtUp(); tries++) {
            // Each run says what stopped it, and the next goes on.
        }
    }

    private HubConsumer consumer() {
        EventConsumer counter = EventConsumer.named("counter")
                .on(COUNTED, Counted.class, (event, handling) -> handle(event.data()))
                .parkingLot(lot)
                .build();
        return new HubConsumer(
                () -> hubs.clients.hub("events").consumerGroup("$Default"),
                "counter",
                BatchProcessor.of(counter).codec(CODEC).build(),
                CODEC,
                checkpoints,
                InstantSource.system(),
                executor);
    }

    private void handle(Counted counted) {
        String what = counted.key() + " " + counted.n();
        if (failing.contains(what)) {
            throw new IllegalStateException("fails");
        }
        handled.add(what);
    }

    private void publish(int from, int to) {
        assertThat(hubs.publisher
                        .publishAndWait(events(from, to), hubs.deadline())
                        .complete())
                .isTrue();
    }

    /** Links of the publisher may be gone too. */
    private void publishAgain(int from, int to) {
        boolean complete = false;
        for (int tries = 0; tries < 10 && !complete; tries++) {
            complete = hubs.publisher
                    .publishAndWait(events(from, to), hubs.deadline())
                    .complete();
            IntStream.range(0, 5).forEach(k -> hubs.publisher.resume(new OrderingKey("key-" + k)));
        }
        assertThat(complete).isTrue();
    }

    private void send(EventData message) {
        hubs.clients
                .producer("events")
                .send(List.of(message), new SendOptions())
                .block();
    }

    private static List<Envelope<?>> events(int from, int to) {
        return IntStream.range(from, to)
                .<Envelope<?>>mapToObj(HubConsumerTest::event)
                .toList();
    }

    private static Envelope<Counted> event(int n) {
        String key = "key-" + n % 5;
        return Envelope.of(new EventId("/test", UUID.randomUUID().toString()), COUNTED, new Counted(key, n))
                .withKey(new OrderingKey(key));
    }

    private void assertInOrder(int events) {
        for (int k = 0; k < 5; k++) {
            String key = "key-" + k;
            int first = k;
            assertThat(handled.stream().filter(what -> what.startsWith(key)).distinct())
                    .isEqualTo(IntStream.range(0, events)
                            .filter(n -> n % 5 == first)
                            .mapToObj(n -> key + " " + n)
                            .toList());
        }
    }
}

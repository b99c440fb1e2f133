package io.triskel.azure.eventhubs;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.eventhubs.checkpointstore.blob.BlobCheckpointStore;
import com.azure.messaging.eventhubs.models.Checkpoint;
import com.azure.messaging.eventhubs.models.PartitionOwnership;
import io.triskel.azure.AzureBlobs;
import io.triskel.azure.LocalStorage;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.EventConsumer;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.OrderingKey;
import io.triskel.local.Await;
import io.triskel.local.azure.eventhubs.Partition;
import io.triskel.observe.Observer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A hub is read by processes that share its partitions, over restarts and rebalancing. */
@Tag("local-clouds")
@ExtendWith(LocalStorage.class)
class HubProcessorTest {
    private static final EventType COUNTED = EventType.of("triskel.test.counted", 1);
    private static final EventCodec CODEC =
            EventCodec.of(TypeRegistry.builder().add(COUNTED, Counted.class).build());
    private static final int KEYS = 8;

    private final HubPublishing hubs = new HubPublishing(CODEC);
    private final List<String> handled = new CopyOnWriteArrayList<>();
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final Set<String> tried = ConcurrentHashMap.newKeySet();
    private final List<HubProcessor> running = new ArrayList<>();
    private BlobCheckpointStore store;

    record Counted(String key, int n) {}

    @BeforeEach
    void createContainer(LocalStorage.Running storage) {
        String container = "c" + UUID.randomUUID();
        storage.process().createContainer(container);
        store = new BlobCheckpointStore(
                AzureBlobs.asyncClient(storage.clients()).getBlobContainerAsyncClient(container));
    }

    @AfterEach
    void close() {
        running.forEach(HubProcessor::close);
        hubs.close();
    }

    @Test
    void everything_is_handled_once_in_the_order_of_its_key() {
        publish(0, 80);

        start();
        awaitHandled(80);
        publish(80, 160);
        awaitHandled(160);

        assertThat(handled).doesNotHaveDuplicates();
        assertInOrder(160);
    }

    @Test
    void a_restart_goes_on_where_it_was_stopped() {
        publish(0, 80);
        HubProcessor first = start();
        awaitHandled(80);

        first.stop();
        publish(80, 120);
        start();
        awaitHandled(120);

        assertThat(handled).hasSize(120).doesNotHaveDuplicates();
        assertInOrder(120);
    }

    @Test
    void an_event_that_is_not_settled_holds_its_partition_until_it_is() {
        publish(0, 40);
        failing.add("key-3 19");

        start();
        await("it to be tried", () -> tried.contains("key-3 19"));
        await("the other partitions", () -> handled.containsAll(of("key-0", 40)));
        assertThat(handled).doesNotContain("key-3 19", "key-3 27", "key-3 35");
        failing.clear();
        awaitHandled(40);

        assertInOrder(40);
    }

    @Test
    void the_checkpoint_stands_just_before_the_first_that_is_not_settled() {
        publish(0, 40);
        failing.add("key-3 19");

        HubProcessor first = start();
        await("it to be tried", () -> tried.contains("key-3 19"));
        first.stop();

        Partition held = partitionOf("key-3");
        long failed = sequenceNumberOf(held, "key-3 19");
        assertThat(checkpointOf(held)).isEqualTo(failed - 1);
    }

    @Test
    void who_is_held_up_and_loses_the_partition_gives_up_and_the_new_owner_goes_on() {
        publish(0, 40);
        failing.add("key-3 19");
        start(Duration.ofSeconds(3));
        await("it to be tried", () -> tried.contains("key-3 19"));
        await("all partitions to be owned", () -> running.get(0).partitions() == 4);

        // Renewed, as a living owner does: what expired could be taken back before its loss was seen.
        await("the old owner to give up", () -> {
            takeOver(partitionOf("key-3"));
            return running.get(0).partitions() == 3;
        });
        failing.clear();
        awaitHandled(40);

        assertInOrder(40);
    }

    @Test
    void processors_that_come_and_go_lose_nothing_and_reorder_nothing() {
        publish(0, 160);
        HubProcessor first = start();
        await("the first to begin", () -> !handled.isEmpty());
        HubProcessor second = start();
        publish(160, 320);
        await("both to have partitions", () -> first.partitions() == 2 && second.partitions() == 2);
        publish(320, 480);
        awaitHandled(480);

        first.stop();
        publish(480, 640);
        awaitHandled(640);

        assertInOrder(640);
    }

    private HubProcessor start() {
        return start(Duration.ofMinutes(1));
    }

    /** @param expiry after which a partition whose owner is silent is free; so long may a machine keep an owner waiting */
    private HubProcessor start(Duration expiry) {
        EventConsumer counter = EventConsumer.named("counter")
                .on(COUNTED, Counted.class, (event, handling) -> handle(event.data()))
                .build();
        HubProcessor processor = new HubProcessor(
                hubs.clients.processor("events").consumerGroup("$Default"),
                store,
                BatchProcessor.of(counter).codec(CODEC).build(),
                CODEC,
                HubProcessorSettings.defaults().withOwnership(Duration.ofMillis(300), expiry),
                InstantSource.system(),
                Observer.none());
        running.add(processor);
        processor.start();
        return processor;
    }

    private void handle(Counted counted) {
        String what = counted.key() + " " + counted.n();
        tried.add(what);
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

    private static List<Envelope<?>> events(int from, int to) {
        return IntStream.range(from, to)
                .<Envelope<?>>mapToObj(n -> Envelope.of(
                                new EventId("/test", UUID.randomUUID().toString()),
                                COUNTED,
                                new Counted("key-" + n % KEYS, n))
                        .withKey(new OrderingKey("key-" + n % KEYS)))
                .toList();
    }

    /** As a processor does that finds itself with too few: again if the owner has just renewed what was read. */
    private void takeOver(Partition partition) {
        await("the partition to be claimed", () -> {
            PartitionOwnership now = store.listOwnership(namespace(), "events", "$default")
                    .filter(ownership -> ownership.getPartitionId().equals(partition.id()))
                    .blockFirst();
            return store.claimOwnership(List.of(now.setOwnerId("somebody else")))
                            .blockFirst()
                    != null;
        });
    }

    private Long checkpointOf(Partition partition) {
        return store.listCheckpoints(namespace(), "events", "$default")
                .filter(checkpoint -> checkpoint.getPartitionId().equals(partition.id()))
                .map(Checkpoint::getSequenceNumber)
                .blockFirst();
    }

    private String namespace() {
        return hubs.clients.producer("events").getFullyQualifiedNamespace();
    }

    private Partition partitionOf(String key) {
        return hubs.hub.partitions().get(KeyHash.partition(key, 4));
    }

    private static long sequenceNumberOf(Partition partition, String what) {
        return partition.read(-1, Integer.MAX_VALUE, Integer.MAX_VALUE).events().stream()
                .filter(event -> what.equals(
                        CODEC.decodeBinary(AmqpBinding.wire("application/json", event.properties(), event.body()))
                                                .data()
                                        instanceof Counted counted
                                ? counted.key() + " " + counted.n()
                                : ""))
                .findFirst()
                .orElseThrow()
                .sequenceNumber();
    }

    private void awaitHandled(int events) {
        await(events + " events", () -> new HashSet<>(handled).size() == events);
    }

    private static void await(String what, BooleanSupplier condition) {
        Await.until(what, condition);
    }

    private static List<String> of(String key, int events) {
        int first = Integer.parseInt(key.substring(4));
        return IntStream.range(0, events)
                .filter(n -> n % KEYS == first)
                .mapToObj(n -> key + " " + n)
                .toList();
    }

    private void assertInOrder(int events) {
        for (int k = 0; k < KEYS; k++) {
            String key = "key-" + k;
            assertThat(handled.stream().filter(what -> what.startsWith(key)).distinct())
                    .isEqualTo(of(key, events));
        }
    }
}

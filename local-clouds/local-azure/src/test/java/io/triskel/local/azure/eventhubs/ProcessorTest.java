package io.triskel.local.azure.eventhubs;

import static io.triskel.local.azure.eventhubs.SdkClients.numbered;
import static io.triskel.local.azure.eventhubs.SdkClients.sendWithKey;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.messaging.eventhubs.EventHubProducerClient;
import com.azure.messaging.eventhubs.EventProcessorClient;
import com.azure.messaging.eventhubs.EventProcessorClientBuilder;
import com.azure.messaging.eventhubs.LoadBalancingStrategy;
import com.azure.messaging.eventhubs.models.EventContext;
import com.azure.messaging.eventhubs.models.EventPosition;
import io.triskel.local.Await;
import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Microsoft's EventProcessorClient, which owns partitions by epochs and takes them from others. */
@Tag("slow")
class ProcessorTest {
    /** However long a machine keeps an owner waiting. */
    private static final Duration NEVER_IN_A_TEST = Duration.ofMinutes(1);

    private static final int KEYS = 20;

    private final FaultPlan faults = new FaultPlan(1);
    private final EventHubsServer server = EventHubsServer.start(EventHubsSettings.defaults(), faults);
    private final MemoryCheckpoints checkpoints = new MemoryCheckpoints();
    private final ConcurrentMap<String, List<Integer>> received = new ConcurrentHashMap<>();
    private final List<EventProcessorClient> processors = new ArrayList<>();
    private int sent;

    @BeforeEach
    void createHub() {
        server.createHub("orders", 4);
    }

    @AfterEach
    void close() {
        processors.forEach(ProcessorTest::stop);
        server.close();
    }

    @Test
    void two_processors_share_the_partitions_and_lose_nothing_of_what_moves() {
        publish(50);
        EventProcessorClient first = start(NEVER_IN_A_TEST);
        awaitAll();

        EventProcessorClient second = start(NEVER_IN_A_TEST);
        Await.until(
                "both to own two partitions",
                () -> checkpoints.owners().equals(Map.of(first.getIdentifier(), 2L, second.getIdentifier(), 2L)));
        publish(50);
        awaitAll();

        processors.remove(first);
        stop(first);
        publish(50);
        awaitAll();
        assertThat(received.values())
                .hasSize(KEYS)
                .allSatisfy(numbers -> assertThat(firstOccurrences(numbers))
                        .containsExactlyElementsOf(
                                IntStream.range(0, sent).boxed().toList()));
    }

    @Test
    void a_processor_survives_detached_links_and_refused_attachments() {
        publish(20);
        faults.next(2, "Attach", new Fault.Failed()).next(2, "Receive", new Fault.LostResponse());

        // A partition whose link was detached is taken again once it is free.
        start(Duration.ofSeconds(3));
        awaitAll();

        assertThat(faults.injected()).hasSize(2);
        assertThat(received.values())
                .hasSize(KEYS)
                .allSatisfy(numbers -> assertThat(firstOccurrences(numbers))
                        .containsExactlyElementsOf(
                                IntStream.range(0, sent).boxed().toList()));
    }

    private void publish(int perKey) {
        try (EventHubProducerClient producer = SdkClients.producer(server, "orders")) {
            for (int key = 0; key < KEYS; key++) {
                String[] bodies = numbered("", sent + perKey);
                sendWithKey(producer, "key-" + key, Arrays.copyOfRange(bodies, sent, sent + perKey));
            }
        }
        sent += perKey;
    }

    private EventProcessorClient start(Duration expiry) {
        EventProcessorClient processor = new EventProcessorClientBuilder()
                .connectionString(server.connectionString(), "orders")
                .consumerGroup(EventHub.DEFAULT_GROUP)
                .checkpointStore(checkpoints)
                .initialPartitionEventPosition(partition -> EventPosition.earliest())
                .loadBalancingStrategy(LoadBalancingStrategy.GREEDY)
                .loadBalancingUpdateInterval(Duration.ofMillis(300))
                .partitionOwnershipExpirationInterval(expiry)
                .retryOptions(
                        new AmqpRetryOptions().setDelay(Duration.ofMillis(10)).setMaxRetries(1))
                .processEvent(this::process)
                .processError(error -> {})
                .buildEventProcessorClient();
        processors.add(processor);
        processor.start();
        return processor;
    }

    /** The SDK stops at once but may wait 10 s for a reader that was detached, and says so by throwing. */
    private static void stop(EventProcessorClient processor) {
        try {
            processor.stop(Duration.ofMillis(500));
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("Timeout");
        }
    }

    private void process(EventContext context) {
        int number = Integer.parseInt(context.getEventData().getBodyAsString());
        received.compute(context.getEventData().getPartitionKey(), (key, numbers) -> {
            List<Integer> all = numbers == null ? new ArrayList<>() : new ArrayList<>(numbers);
            all.add(number);
            return all;
        });
        context.updateCheckpoint();
    }

    private void awaitAll() {
        Await.until(
                "all events",
                () -> received.size() == KEYS
                        && received.values().stream()
                                .allMatch(numbers -> firstOccurrences(numbers).size() == sent));
    }

    /** An event may come twice when a partition moves; what counts is the order of the first times. */
    private static List<Integer> firstOccurrences(List<Integer> numbers) {
        return numbers.stream().distinct().collect(Collectors.toList());
    }
}

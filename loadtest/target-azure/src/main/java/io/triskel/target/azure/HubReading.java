package io.triskel.target.azure;

import com.azure.messaging.eventhubs.EventData;
import com.azure.messaging.eventhubs.EventHubConsumerAsyncClient;
import com.azure.messaging.eventhubs.PartitionProperties;
import com.azure.messaging.eventhubs.models.EventPosition;
import io.triskel.benchmarks.ratio.run.ConsumeTarget;
import io.triskel.benchmarks.ratio.run.Placed;
import io.triskel.benchmarks.ratio.run.RawEvent;
import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.load.Consumption;
import io.triskel.load.TestPorts;
import java.util.Map;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A hub read by our consumer and by hand, with a consumer client each. */
final class HubReading implements ConsumeTarget {
    private static final int PREFETCH = 2_000;

    private final AzureBinding azure;
    private final AzureTestPorts ports;

    HubReading(AzureBinding azure) {
        this.azure = azure;
        this.ports = azure.fresh();
    }

    @Override
    public String baseline() {
        return "Azure SDK";
    }

    @Override
    public String baselineDescription() {
        return "EventHubConsumerAsyncClient.receiveFromPartition from the start of each partition to its end, all partitions at"
                + " once, a prefetch count of 2,000; data is read by Jackson's ObjectMapper, attributes from application"
                + " properties, into a record that is handed to a method that counts; no checkpoints";
    }

    @Override
    public String candidate() {
        return "HubConsumer";
    }

    @Override
    public String candidateDescription() {
        return "the same client and prefetch count, events decoded, checked as CloudEvents and settled by a BatchProcessor, up to"
                + " 1,000 at a time, in order per key, without an inbox; checkpoints in memory";
    }

    @Override
    public TestPorts ports() {
        return ports;
    }

    @Override
    public Consumption fromStart(int events, BatchProcessor processor, EventCodec codec) {
        return ports.fromStart("from-start", processor, codec);
    }

    @Override
    public void read(int events, Consumer<Placed> handler) {
        try (EventHubConsumerAsyncClient client = ports.clients()
                .hub(ports.hub())
                .consumerGroup(AzureTestPorts.GROUP)
                .prefetchCount(PREFETCH)
                .buildAsyncConsumerClient()) {
            client.getPartitionIds()
                    .flatMap(client::getPartitionProperties)
                    .flatMap(partition -> readPartition(client, partition, handler))
                    .then()
                    .block();
        }
    }

    private static Mono<Void> readPartition(
            EventHubConsumerAsyncClient client, PartitionProperties partition, Consumer<Placed> handler) {
        if (partition.isEmpty()) {
            return Mono.empty();
        }
        Flux<RawEvent> events = client.receiveFromPartition(partition.getId(), EventPosition.earliest())
                .take(partition.getLastEnqueuedSequenceNumber() + 1)
                .map(received -> event(received.getData()));
        return events.doOnNext(event -> handler.accept(event.data())).then();
    }

    private static RawEvent event(EventData message) {
        Map<String, Object> properties = message.getProperties();
        return new RawEvent(
                text(properties, "specversion"),
                text(properties, "id"),
                text(properties, "source"),
                text(properties, "type"),
                text(properties, "partitionkey"),
                RawEvent.decodeData(message.getBody()));
    }

    private static String text(Map<String, Object> properties, String attribute) {
        return String.valueOf(properties.get("cloudEvents:" + attribute));
    }

    @Override
    public String inbox() {
        return "Time that TableInbox adds to an event of a HubConsumer: entity group transactions for the events of a page;"
                + " here Table Storage is Azurite, one process of Node.js, and is the limit";
    }

    @Override
    public void close() {
        ports.close();
        azure.delete(ports.names());
    }
}

package io.triskel.target.azure;

import com.azure.messaging.eventhubs.EventData;
import com.azure.messaging.eventhubs.EventDataBatch;
import com.azure.messaging.eventhubs.EventHubProducerAsyncClient;
import com.azure.messaging.eventhubs.models.CreateBatchOptions;
import io.triskel.benchmarks.ratio.run.PublishTarget;
import io.triskel.benchmarks.ratio.run.RawEvent;
import io.triskel.publish.EventBus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Batches sent by our bus and by hand, with a producer client each. */
record HubPublishing(AzureBinding azure) implements PublishTarget {
    private static final int REQUEST = 2_000;

    @Override
    public String baseline() {
        return "Azure SDK";
    }

    @Override
    public String baselineDescription() {
        return "EventHubProducerAsyncClient, 2,000 events of 2,000 keys at a time as one batch per partition, side by side, on 2"
                + " threads, each with its own keys; partitions by the keys' hash codes; data is encoded with Jackson's"
                + " ObjectMapper, attributes are application properties as in the CloudEvents AMQP binding";
    }

    @Override
    public String candidate() {
        return "OrderedPublisher on EventHubsBus";
    }

    @Override
    public int inFlight() {
        return 2;
    }

    @Override
    public int request() {
        return REQUEST;
    }

    @Override
    public FreshBus freshBus() {
        return new Hub(azure, azure.freshBus());
    }

    /** Links are made before the clock runs, since clients live long. */
    private static final class Hub implements FreshBus {
        private final AzureBinding azure;
        private final AzureTestPorts ports;
        private final EventHubProducerAsyncClient client;
        private final List<CreateBatchOptions> partitions;

        Hub(AzureBinding azure, AzureTestPorts ports) {
            this.azure = azure;
            this.ports = ports;
            this.client = ports.clients().producer(ports.hub());
            this.partitions = client.getPartitionIds()
                    .map(id -> new CreateBatchOptions().setPartitionId(id))
                    .toStream()
                    .toList();
            Flux.fromIterable(partitions).flatMap(client::createBatch).blockLast();
        }

        @Override
        public EventBus bus() {
            return ports.bus();
        }

        @Override
        public void publish(List<RawEvent> events, int first, int every) {
            for (int from = first; from < events.size(); from += every) {
                Map<CreateBatchOptions, List<EventData>> parts = events.subList(from, from + REQUEST).stream()
                        .collect(Collectors.groupingBy(
                                this::partition,
                                LinkedHashMap::new,
                                Collectors.mapping(Hub::message, Collectors.toList())));
                Flux.fromIterable(parts.entrySet())
                        .flatMap(part ->
                                client.createBatch(part.getKey()).flatMap(batch -> send(batch, part.getValue())))
                        .blockLast();
            }
        }

        private CreateBatchOptions partition(RawEvent event) {
            return partitions.get(Math.floorMod(event.partitionkey().hashCode(), partitions.size()));
        }

        private static EventData message(RawEvent event) {
            EventData message = new EventData(event.encodeData());
            message.setContentType("application/json");
            Map<String, Object> properties = message.getProperties();
            properties.put("cloudEvents:specversion", event.specversion());
            properties.put("cloudEvents:id", event.id());
            properties.put("cloudEvents:source", event.source());
            properties.put("cloudEvents:type", event.type());
            properties.put("cloudEvents:partitionkey", event.partitionkey());
            return message;
        }

        private Mono<Void> send(EventDataBatch batch, List<EventData> messages) {
            for (EventData message : messages) {
                if (!batch.tryAdd(message)) {
                    return Mono.error(new IllegalStateException("These events are meant to fit into one batch"));
                }
            }
            return client.send(batch);
        }

        @Override
        public void close() {
            ports.close();
            azure.delete(ports.names());
        }
    }
}

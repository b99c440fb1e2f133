package io.triskel.azure.eventhubs;

import com.azure.messaging.eventhubs.EventHubProducerAsyncClient;
import io.triskel.event.OrderingKey;
import io.triskel.publish.EventBus.BusResult;
import io.triskel.publish.EventBus.Outgoing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Splits one request of the core by partition, and joins the results. */
final class HubRequest {
    private final EventHubProducerAsyncClient producer;
    private final List<Outgoing> batch;
    private final Supplier<Duration> remaining;

    /** Each partition's part writes the results of its events before the request completes. */
    private final BusResult[] results;

    HubRequest(EventHubProducerAsyncClient producer, List<Outgoing> batch, Supplier<Duration> remaining) {
        this.producer = producer;
        this.batch = batch;
        this.remaining = remaining;
        this.results = new BusResult[batch.size()];
    }

    /**
     * Sends the request.
     *
     * @param partitions all partitions of the hub; empty if no event has a key
     */
    Mono<List<BusResult>> send(List<String> partitions) {
        Map<Optional<String>, List<Integer>> places = new LinkedHashMap<>();
        for (int i = 0; i < batch.size(); i++) {
            places.computeIfAbsent(partition(batch.get(i), partitions), any -> new ArrayList<>())
                    .add(i);
        }
        return Flux.fromIterable(places.entrySet())
                .flatMap(
                        part -> new PartitionRequest(
                                        producer, batch, part.getKey(), part.getValue(), remaining, results)
                                .send(),
                        places.size())
                .then(Mono.fromSupplier(() -> Arrays.asList(results)));
    }

    private static Optional<String> partition(Outgoing outgoing, List<String> partitions) {
        Optional<OrderingKey> key = outgoing.event().key();
        return key.map(of -> partitions.get(KeyHash.partition(of.value(), partitions.size())));
    }
}

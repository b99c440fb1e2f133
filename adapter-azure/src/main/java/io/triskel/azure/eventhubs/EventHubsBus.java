package io.triskel.azure.eventhubs;

import com.azure.messaging.eventhubs.EventHubProducerAsyncClient;
import io.triskel.azure.AzureClients;
import io.triskel.azure.AzureErrors;
import io.triskel.event.Deadline;
import io.triskel.publish.EventBus;
import io.triskel.publish.EventBus.BusLimits;
import io.triskel.publish.EventBus.BusResult;
import io.triskel.publish.EventBus.Outgoing;
import io.triskel.publish.EventBus.WireMode;
import io.triskel.publish.RejectionCause;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * Sends events to a hub, in binary mode of the CloudEvents AMQP binding. The ordering key decides the partition.
 *
 * <p>An Event Hubs batch has one destination and is accepted as a whole or not at all. With partition keys, each key
 * would need its own batch. So this class computes the key's partition as the service does, and sends one batch per
 * partition, in parallel: many keys cost no more than few. An event's key is in its {@code partitionkey} attribute, and
 * the message itself has no partition key. For events without a key the service picks the partition.
 *
 * <p>A position is hub, partition (none for an event without a key) and event id, separated by slashes: Event Hubs
 * reports no sequence number to a sender, so the id identifies the event in the hub.
 */
public final class EventHubsBus implements EventBus {
    private static final int MAX_EVENTS = 2_000;
    private static final int REQUEST_BYTES = 4 << 20;

    /** A message has 1 MiB in all tiers but Basic; the SDK counts 16 KiB for a batch's envelope, and attributes have overhead. */
    private static final int EVENT_BYTES = 1000 << 10;

    /** The calls of a request: one to learn the partitions or the maximum batch size, and the sending itself. */
    private static final int CALLS = 2;

    private final Supplier<EventHubProducerAsyncClient> client;
    private final Duration callTimeout;
    private final InstantSource clock;
    private final HubPartitions partitions;
    private final BusLimits limits;

    private EventHubsBus(Supplier<EventHubProducerAsyncClient> client, Duration callTimeout, InstantSource clock) {
        this.client = client;
        this.callTimeout = callTimeout;
        this.clock = clock;
        this.partitions = new HubPartitions(clock);
        // Several events per key: a batch is atomic, and a later batch of a partition waits for the earlier one.
        this.limits = new BusLimits(
                WireMode.BINARY, MAX_EVENTS, REQUEST_BYTES, EVENT_BYTES, true, true, callTimeout.multipliedBy(CALLS));
    }

    /** {@return a bus that sends to this hub} */
    public static EventHubsBus of(AzureClients clients, String hub) {
        return of(() -> clients.producer(hub), clients.callTimeout());
    }

    /**
     * {@return a bus that sends to a client's hub}
     *
     * @param client supplies the client at each request; it must try each call once, as the clients of {@code
     *     AzureClients} do
     * @param callTimeout the longest time that a call of the client takes
     */
    public static EventHubsBus of(Supplier<EventHubProducerAsyncClient> client, Duration callTimeout) {
        return new EventHubsBus(client, callTimeout, InstantSource.system());
    }

    /** {@return the same bus, with this clock for deadlines instead of the system's} */
    public EventHubsBus withClock(InstantSource other) {
        return new EventHubsBus(client, callTimeout, other);
    }

    @Override
    public BusLimits limits() {
        return limits;
    }

    @Override
    public CompletionStage<List<BusResult>> send(List<Outgoing> batch, Deadline deadline) {
        if (deadline.passed(clock)) {
            return CompletableFuture.completedFuture(
                    none(batch, RejectionCause.TRANSIENT, "The deadline passed before the request was sent"));
        }
        try {
            EventHubProducerAsyncClient producer = client.get();
            return partitionsFor(batch, producer, deadline)
                    .flatMap(known -> new HubRequest(producer, batch, () -> deadline.remaining(clock)).send(known))
                    .doOnNext(this::learn)
                    .onErrorResume(failure -> Mono.just(unsent(batch, failure)))
                    .toFuture();
        } catch (RuntimeException noClient) {
            return CompletableFuture.completedFuture(unsent(batch, noClient));
        }
    }

    private Mono<List<String>> partitionsFor(
            List<Outgoing> batch, EventHubProducerAsyncClient producer, Deadline deadline) {
        boolean keyed =
                batch.stream().anyMatch(outgoing -> outgoing.event().key().isPresent());
        return keyed
                ? partitions.of(Mono.defer(() -> producer.getPartitionIds().collectList()), deadline.remaining(clock))
                : Mono.just(List.of());
    }

    /** Forgets the partitions after a failure that may come from a recreated hub with other partitions. */
    private void learn(List<BusResult> results) {
        boolean doubtful = results.stream()
                .anyMatch(result -> result instanceof BusResult.Failed failed
                        && (failed.cause() == RejectionCause.NOT_FOUND || failed.cause() == RejectionCause.INVALID));
        if (doubtful) {
            partitions.forget();
        }
    }

    private static List<BusResult> unsent(List<Outgoing> batch, Throwable failure) {
        return none(batch, AzureErrors.causeBeforeSending(failure), AzureErrors.message(failure));
    }

    private static List<BusResult> none(List<Outgoing> batch, RejectionCause cause, String message) {
        return batch.stream().map(event -> BusResult.failed(cause, message)).toList();
    }
}

package io.triskel.azure.eventhubs;

import com.azure.messaging.eventhubs.CheckpointStore;
import com.azure.messaging.eventhubs.EventProcessorClient;
import com.azure.messaging.eventhubs.EventProcessorClientBuilder;
import com.azure.messaging.eventhubs.LoadBalancingStrategy;
import com.azure.messaging.eventhubs.models.EventBatchContext;
import com.azure.messaging.eventhubs.models.EventPosition;
import com.azure.messaging.eventhubs.models.PartitionContext;
import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.observe.Observer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads a hub for one consumer in a long-running process that shares the partitions with others, from the oldest event on and
 * continuing at its checkpoints. Built on the SDK's {@code EventProcessorClient} with any {@code CheckpointStore}, such as the
 * one in Blob Storage.
 *
 * <p>An event that is not settled holds its partition: the checkpoint is written just before the event, and the event is retried
 * in place with all that follow it, until it is settled or parked (docs/decisions/0012). A process that loses the partition
 * meanwhile gives up at the next try, and the new owner begins at the checkpoint. So no event is skipped, and first occurrences
 * come in order; events settled after the last checkpoint come again.
 *
 * <p>Runs on the SDK's own threads. A processor is started once and stopped once.
 */
public final class HubProcessor implements AutoCloseable {
    private static final Duration IN_HAND = Duration.ofSeconds(30);

    /** When a partition is closed, its SDK thread may wait for itself for 10 s; ownership is given back meanwhile. */
    private static final Duration CLOSES_WITHIN = Duration.ofSeconds(2);

    private final EventProcessorClient client;
    private final PartitionWork.Surroundings surroundings;
    private final Observer observer;
    private final Map<String, PartitionWork> partitions = new ConcurrentHashMap<>();

    /**
     * Creates a processor.
     *
     * @param client a new builder that knows hub and credentials, as {@code AzureClients.processor} makes it, and the consumer group:
     *     one per consumer
     * @param store holds ownership and checkpoints
     * @param processor of the one consumer, called for several partitions at once
     * @param clock the same as the processor's
     * @param observer told of failures to read and to write checkpoints, as failures of ports
     */
    public HubProcessor(
            EventProcessorClientBuilder client,
            CheckpointStore store,
            BatchProcessor processor,
            EventCodec codec,
            HubProcessorSettings settings,
            InstantSource clock,
            Observer observer) {
        this.observer = Observer.guarded(observer);
        this.client = client.checkpointStore(store)
                .loadBalancingStrategy(LoadBalancingStrategy.GREEDY)
                .loadBalancingUpdateInterval(settings.balanceEvery())
                .partitionOwnershipExpirationInterval(settings.ownershipExpiry())
                .prefetchCount(settings.prefetch())
                .initialPartitionEventPosition(partition -> EventPosition.earliest())
                .processPartitionInitialization(begun -> begin(begun.getPartitionContext()))
                .processEventBatch(this::settle, settings.batch(), settings.linger())
                .processPartitionClose(closed -> end(closed.getPartitionContext()))
                .processError(error -> failed(error.getThrowable()))
                .buildEventProcessorClient();
        String owner = this.client.getIdentifier();
        this.surroundings = new PartitionWork.Surroundings(
                store,
                owner,
                partition ->
                        new PartitionEvents(partition.getEventHubName(), partition.getPartitionId(), processor, codec),
                settings,
                clock,
                this.observer);
    }

    /** Starts the processor, which reads its first event within a few seconds. */
    public void start() {
        client.start();
    }

    /** {@return how many partitions this processor reads} */
    public int partitions() {
        return partitions.size();
    }

    /**
     * Stops the processor. Waits for the consumer's current batches and writes their checkpoints; unsettled events are left to
     * the next owner.
     */
    public void stop() {
        surroundings.stop();
        partitions.values().forEach(work -> work.finish(IN_HAND));
        try {
            client.stop(CLOSES_WITHIN);
        } catch (RuntimeException late) {
            failed(late);
        }
    }

    @Override
    public void close() {
        stop();
    }

    private void begin(PartitionContext partition) {
        partitions.put(partition.getPartitionId(), new PartitionWork(partition, surroundings));
    }

    private void settle(EventBatchContext batch) {
        PartitionWork work = partitions.get(batch.getPartitionContext().getPartitionId());
        if (work != null) {
            work.settle(batch.getEvents());
        }
    }

    private void end(PartitionContext partition) {
        PartitionWork unused = partitions.remove(partition.getPartitionId());
    }

    /** Failures while the SDK's threads are being stopped are expected, and not reported. */
    private void failed(Throwable failure) {
        if (!surroundings.stopped()) {
            observer.portFailed("event hub", failure);
        }
    }
}

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
 * Reads a hub for one consumer in a long-running process that shares the partitions with other processes, from the
 * oldest event on, and resumes at its checkpoints. Built on the SDK's {@code EventProcessorClient} with any {@code
 * CheckpointStore}, such as the one on Blob Storage.
 *
 * <p>An unsettled event holds its partition: the checkpoint is written just before the event, and the event is retried
 * in place with all that follow it, until it is settled or parked (docs/decisions/0012). A process that loses the
 * partition meanwhile gives up at the next attempt, and the new owner starts at the checkpoint. So no event is skipped,
 * and first deliveries are in order; events settled after the last checkpoint are redelivered.
 *
 * <p>Runs on the SDK's own threads. A processor is started once and stopped once.
 */
public final class HubProcessor implements AutoCloseable {
    private static final Duration IN_HAND = Duration.ofSeconds(30);

    /** When a partition is closed, its SDK thread may wait for itself for 10 s; ownership is released meanwhile. */
    private static final Duration CLOSES_WITHIN = Duration.ofSeconds(2);

    private final EventProcessorClient client;
    private final PartitionWork.Surroundings surroundings;
    private final Observer observer;
    private final Map<String, PartitionWork> partitions = new ConcurrentHashMap<>();

    /**
     * Creates a processor.
     *
     * @param client a new builder with hub and credentials, such as {@code AzureClients.processor}, and with the
     *     consumer group: one per consumer
     * @param store holds ownership and checkpoints
     * @param processor of the one consumer; called for several partitions at the same time
     * @param clock the same as the processor's
     * @param observer gets failures to read and to write checkpoints, as failures of ports
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

    /** Starts the processor; it reads its first event within a few seconds. */
    public void start() {
        client.start();
    }

    /** {@return the number of partitions that this processor reads} */
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

    /** Failures while the SDK's threads stop are expected, and not reported. */
    private void failed(Throwable failure) {
        if (!surroundings.stopped()) {
            observer.portFailed("event hub", failure);
        }
    }
}

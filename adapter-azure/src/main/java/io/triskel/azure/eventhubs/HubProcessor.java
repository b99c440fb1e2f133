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
 * Reads a hub for one consumer in a long-running process, beside others that share the partitions with it, from the oldest
 * event on and continuing at its checkpoints; on the SDK's {@code EventProcessorClient} with any {@code CheckpointStore},
 * such as the one in Blob Storage.
 *
 * <p>An event that is not settled holds its partition: the checkpoint is written just before it, and it is tried again where
 * it stands with all that follow it, until it is settled or parked (docs/decisions/0012). Who loses a partition meanwhile
 * gives up at the next try, and the new owner begins at the checkpoint. So nothing is passed over, and first
 * occurrences come in order; what was settled after the last checkpoint comes again.
 *
 * <p>Has threads of its own, the SDK's. It is started once and stopped once.
 */
public final class HubProcessor implements AutoCloseable {
    private static final Duration IN_HAND = Duration.ofSeconds(30);

    /** The SDK's partitions may wait for themselves when they are closed, for 10 s; ownership is given back meanwhile. */
    private static final Duration CLOSES_WITHIN = Duration.ofSeconds(2);

    private final EventProcessorClient client;
    private final PartitionWork.Surroundings surroundings;
    private final Observer observer;
    private final Map<String, PartitionWork> partitions = new ConcurrentHashMap<>();

    /**
     * Creates a processor.
     *
     * @param client a new builder that knows hub and credentials, as {@code AzureClients.processor} makes it
     * @param consumerGroup of the hub; one per consumer
     * @param store of ownership and checkpoints
     * @param processor of the one consumer, called for several partitions at once
     * @param clock the same as the processor's
     * @param observer told of failures to read and to write checkpoints, as failures of ports
     */
    public HubProcessor(
            EventProcessorClientBuilder client,
            String consumerGroup,
            CheckpointStore store,
            BatchProcessor processor,
            EventCodec codec,
            HubProcessorSettings settings,
            InstantSource clock,
            Observer observer) {
        this.observer = Observer.guarded(observer);
        this.client = client.consumerGroup(consumerGroup)
                .checkpointStore(store)
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
        this.surroundings =
                new PartitionWork.Surroundings(store, owner, processor, codec, settings, clock, this.observer);
    }

    /** Begins to read, within a few seconds. */
    public void start() {
        client.start();
    }

    /** {@return how many partitions it reads} */
    public int partitions() {
        return partitions.size();
    }

    /**
     * Ends. Batches that the consumer has in hand are waited for and their checkpoints written; what is not settled is left
     * to whoever comes next.
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

    /** What the SDK's threads say that are being stopped says nothing. */
    private void failed(Throwable failure) {
        if (!surroundings.stopped()) {
            observer.portFailed("event hub", failure);
        }
    }
}

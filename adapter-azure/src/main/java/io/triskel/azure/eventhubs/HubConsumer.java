package io.triskel.azure.eventhubs;

import com.azure.messaging.eventhubs.EventHubClientBuilder;
import com.azure.messaging.eventhubs.EventHubConsumerAsyncClient;
import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.event.Deadline;
import io.triskel.store.Checkpoints;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads all partitions of a hub in one process, from the oldest event on, and resumes at its checkpoints, which the
 * core stores. If several processes share a hub, use {@link HubProcessor}.
 *
 * <p>A second consumer of the same name takes over the partitions at its first run; the first consumer is fenced and
 * stops at its next checkpoint. Call {@link #run} repeatedly, with a pause after it has caught up or reports problems.
 * Only one thread at a time may call it. Between runs the consumer keeps its links, and the events that have arrived on
 * them, until it is closed.
 */
public final class HubConsumer implements AutoCloseable {
    private static final int PREFETCH = 2_000;

    private final Supplier<EventHubClientBuilder> builder;
    private final String name;
    private final BatchProcessor processor;
    private final EventCodec codec;
    private final Checkpoints checkpoints;
    private final InstantSource clock;
    private final Executor executor;
    private final Map<String, PartitionReader> readers = new TreeMap<>();
    private Predicate<String> own = any -> true;
    private @Nullable EventHubConsumerAsyncClient client;

    /**
     * Creates a consumer.
     *
     * @param builder supplies, at the first run, a new builder with hub and credentials, such as {@code
     *     AzureClients.hub}, and with the consumer group
     * @param name of the checkpoints: at most 128 characters including a partition's id and a slash
     * @param processor of the one consumer; called for several partitions at the same time
     * @param clock measures deadlines
     * @param executor runs the blocking reads of the partitions in parallel
     */
    public HubConsumer(
            Supplier<EventHubClientBuilder> builder,
            String name,
            BatchProcessor processor,
            EventCodec codec,
            Checkpoints checkpoints,
            InstantSource clock,
            Executor executor) {
        this.builder = builder;
        this.name = name;
        this.processor = processor;
        this.codec = codec;
        this.checkpoints = checkpoints;
        this.clock = clock;
        this.executor = executor;
    }

    /** Reads only these partitions, by their ids; other processes read the rest. By default all. Call this before the first run. */
    public HubConsumer partitions(Predicate<String> ids) {
        own = ids;
        return this;
    }

    /**
     * Reads until all partitions are caught up, blocked or fenced, or a limit is reached.
     *
     * @param limit no further events are taken once this many are settled
     * @throws com.azure.core.amqp.exception.AmqpException if the hub's partitions cannot be listed
     * @throws io.triskel.event.PortException if a checkpoint cannot be claimed
     */
    public HubReport run(int limit, Deadline deadline) {
        if (deadline.passed(clock)) {
            return new HubReport(0, false, List.of(), List.of());
        }
        if (readers.isEmpty()) {
            discover(deadline);
        }
        readers.values().forEach(PartitionReader::beginRun);
        List<PartitionReader> ready = ready();
        while (!ready.isEmpty() && settled() < limit && !deadline.passed(clock)) {
            readSideBySide(ready, Math.max(1, (limit - settled()) / ready.size()), deadline);
            ready = ready();
        }
        return report();
    }

    private void discover(Deadline deadline) {
        EventHubConsumerAsyncClient made = client != null ? client : connect();
        client = made;
        List<String> partitions = made.getPartitionIds().collectList().block(deadline.remaining(clock));
        for (String id : partitions == null ? List.<String>of() : partitions) {
            if (!own.test(id)) {
                continue;
            }
            readers.computeIfAbsent(
                    id,
                    partition -> new PartitionReader(
                            made,
                            new PartitionEvents(made.getEventHubName(), partition, processor, codec),
                            checkpoints,
                            checkpoints.claim(name + "/" + partition),
                            clock));
        }
    }

    private EventHubConsumerAsyncClient connect() {
        return builder.get().prefetchCount(PREFETCH).buildAsyncConsumerClient();
    }

    /** No partition waits for another. */
    private void readSideBySide(List<PartitionReader> ready, int share, Deadline deadline) {
        CompletableFuture.allOf(ready.stream()
                        .map(reader -> CompletableFuture.runAsync(() -> reader.read(share, deadline), executor))
                        .toArray(CompletableFuture<?>[]::new))
                .join();
    }

    private List<PartitionReader> ready() {
        return readers.values().stream().filter(PartitionReader::reads).toList();
    }

    private int settled() {
        return readers.values().stream().mapToInt(PartitionReader::settled).sum();
    }

    private HubReport report() {
        Collection<PartitionReader> all = readers.values();
        return new HubReport(
                settled(),
                all.stream().allMatch(PartitionReader::caughtUp),
                readers.entrySet().stream()
                        .filter(entry -> entry.getValue().fenced())
                        .map(Map.Entry::getKey)
                        .toList(),
                all.stream().flatMap(reader -> reader.problem().stream()).toList());
    }

    /** Closes the links; the next consumer reads unsettled events again. */
    @Override
    public void close() {
        readers.values().forEach(PartitionReader::close);
        if (client != null) {
            client.close();
        }
    }
}

package io.triskel.azure.eventhubs;

import com.azure.messaging.eventhubs.CheckpointStore;
import com.azure.messaging.eventhubs.EventData;
import com.azure.messaging.eventhubs.models.Checkpoint;
import com.azure.messaging.eventhubs.models.PartitionContext;
import com.azure.messaging.eventhubs.models.PartitionOwnership;
import io.triskel.azure.AzureErrors;
import io.triskel.event.Deadline;
import io.triskel.event.Deadline.Validity;
import io.triskel.event.PortException;
import io.triskel.observe.Observer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One partition while this process owns it. Its batches arrive one after another, on a thread of the SDK that may
 * block.
 */
final class PartitionWork {
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final Duration STORE_ANSWERS_WITHIN = Duration.ofSeconds(30);

    private final PartitionContext partition;
    private final Surroundings with;
    private final PartitionEvents events;

    /** Held while a batch is processed. */
    private final ReentrantLock working = new ReentrantLock();

    private @Nullable EventData settled;
    private boolean checkpointed = true;
    private Optional<Validity> rests = Optional.empty();

    PartitionWork(PartitionContext partition, Surroundings with) {
        this.partition = partition;
        this.with = with;
        this.events = with.events().apply(partition);
    }

    /**
     * Returns when all events are settled, or when the processor is stopped; later batches are then ignored. An empty
     * batch makes it write an outstanding checkpoint.
     *
     * @throws PartitionLostException if another process owns the partition
     */
    void settle(List<EventData> batch) {
        working.lock();
        try {
            int from = 0;
            Duration wait = FIRST_WAIT;
            while (from < batch.size() && !with.stopped()) {
                int more = events.settle(
                        batch.subList(from, batch.size()),
                        Deadline.in(with.settings().batchTime(), with.clock()));
                if (more > 0) {
                    from += more;
                    settled = batch.get(from - 1);
                    checkpointed = false;
                    wait = FIRST_WAIT;
                }
                if (from < batch.size()) {
                    hold(wait);
                    wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
                }
            }
            if (rests.filter(rest -> rest.at(with.clock().instant())).isEmpty()) {
                checkpoint();
            }
        } finally {
            working.unlock();
        }
    }

    /**
     * Called before an event is retried: writes the checkpoint, and checks that no other process has taken over the
     * partition.
     */
    private void hold(Duration wait) {
        checkpoint();
        if (!with.pause(wait)) {
            requireOwned();
        }
    }

    private void requireOwned() {
        String owner;
        try {
            owner = with.store()
                    .listOwnership(
                            partition.getFullyQualifiedNamespace(),
                            partition.getEventHubName(),
                            partition.getConsumerGroup())
                    .filter(ownership -> ownership.getPartitionId().equals(partition.getPartitionId()))
                    .map(PartitionOwnership::getOwnerId)
                    .next()
                    .block(STORE_ANSWERS_WITHIN);
        } catch (RuntimeException unknown) {
            with.observer().portFailed("checkpoint store", unknown);
            return;
        }
        if (!with.owner().equals(owner)) {
            throw new PartitionLostException(partition.getPartitionId());
        }
    }

    /** A checkpoint that could not be written is written with the next one. */
    private void checkpoint() {
        EventData last = settled;
        if (checkpointed || last == null) {
            return;
        }
        rests = Optional.of(Validity.of(with.clock().instant(), with.settings().checkpointEvery()));
        try {
            with.store()
                    .updateCheckpoint(new Checkpoint()
                            .setFullyQualifiedNamespace(partition.getFullyQualifiedNamespace())
                            .setEventHubName(partition.getEventHubName())
                            .setConsumerGroup(partition.getConsumerGroup())
                            .setPartitionId(partition.getPartitionId())
                            .setSequenceNumber(last.getSequenceNumber())
                            .setOffsetString(last.getOffsetString()))
                    .block(STORE_ANSWERS_WITHIN);
            checkpointed = true;
        } catch (RuntimeException failure) {
            with.observer().portFailed("checkpoint store", new PortException(AzureErrors.message(failure), failure));
        }
    }

    /** After {@link Surroundings#stop}: waits for the current batch and writes the last checkpoint. */
    void finish(Duration atMost) {
        boolean idle = false;
        try {
            idle = working.tryLock(atMost.toNanos(), TimeUnit.NANOSECONDS);
            if (idle) {
                checkpoint();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            if (idle) {
                working.unlock();
            }
        }
    }

    /**
     * The objects that all partitions of a processor share.
     *
     * @param events passes a partition's events to the consumer
     */
    record Surroundings(
            CheckpointStore store,
            String owner,
            Function<PartitionContext, PartitionEvents> events,
            HubProcessorSettings settings,
            InstantSource clock,
            Observer observer,
            CountDownLatch end) {

        Surroundings(
                CheckpointStore store,
                String owner,
                Function<PartitionContext, PartitionEvents> events,
                HubProcessorSettings settings,
                InstantSource clock,
                Observer observer) {
            this(store, owner, events, settings, clock, observer, new CountDownLatch(1));
        }

        void stop() {
            end.countDown();
        }

        boolean stopped() {
            return end.getCount() == 0;
        }

        /** {@return whether the processor was stopped during the pause} */
        boolean pause(Duration atMost) {
            try {
                return end.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while an event was waiting for its retry", interrupted);
            }
        }
    }
}

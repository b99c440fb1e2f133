package io.triskel.local.azure.functions;

import io.triskel.local.azure.eventhubs.Partition;
import io.triskel.local.azure.eventhubs.PartitionPage;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Delivers the events of one partition to one function, batch by batch, through the instance that owns the partition.
 * As in the service the pump continues after the final outcome of a batch, even a failure; only a lost instance or a
 * move redelivers events, from the checkpoint.
 *
 * <p>If a checkpoint fails, the service starts the partition again from the last one ({@code EventProcessor.OnProcessingEventBatchAsync}).
 * A batch below the minimum size is different: the task that dispatches it catches no failure, and only a whole batch starts another
 * one, so until then the partition stands still ({@code EventHubListener.PartitionProcessor.MonitorCachedEvents}).
 */
final class PartitionPump {
    private static final int BATCH_BYTES = 64 << 20;

    private final Partition partition;
    private final HostSettings settings;
    private final BiFunction<Instance, PartitionPage, Execution> delivery;
    private final BooleanSupplier checkpointFails;
    private final Executor executor;
    private final ScheduledExecutorService timer;
    private final Runnable onArrival = this::wake;

    private Instance owner;
    private @Nullable Instance nextOwner;
    private @Nullable Execution out;
    private int abandoned;
    private long position;
    private long checkpoint;
    private int batchesSinceCheckpoint;
    private long waitingSince;
    private boolean waiting;
    private boolean everCheckpointed;
    private boolean standing;
    private boolean closed;

    /**
     * @param delivery creates the execution that delivers a page's events to an instance; it is started later
     * @param checkpointFails asked before each checkpoint is written
     */
    PartitionPump(
            Partition partition,
            HostSettings settings,
            Instance owner,
            BiFunction<Instance, PartitionPage, Execution> delivery,
            BooleanSupplier checkpointFails,
            Executor executor,
            ScheduledExecutorService timer) {
        this.partition = partition;
        this.settings = settings;
        this.owner = owner;
        this.delivery = delivery;
        this.checkpointFails = checkpointFails;
        this.executor = executor;
        this.timer = timer;
        this.position = -1;
        this.checkpoint = -1;
    }

    void open() {
        partition.onArrival(onArrival);
        wake();
    }

    /** Looks for events, on a different thread from the caller's. */
    void wake() {
        try {
            executor.execute(this::advance);
        } catch (RejectedExecutionException e) {
            // The host is closed.
        }
    }

    synchronized boolean isCaughtUp() {
        return out == null && abandoned == 0 && position >= partition.lastSequenceNumber();
    }

    synchronized long behind() {
        return Math.max(0, partition.lastSequenceNumber() - position);
    }

    synchronized long checkpoint() {
        return checkpoint;
    }

    /**
     * Moves the partition to another instance, which starts at the checkpoint. Waits for the old instance's current
     * batch, but does not retry it.
     */
    void moveTo(Instance instance) {
        Execution stopping;
        synchronized (this) {
            if (instance == owner) {
                nextOwner = null;
                return;
            }
            nextOwner = instance;
            stopping = out;
        }
        if (stopping == null) {
            wake();
        } else {
            stopping.stopRetrying();
        }
    }

    /** Moves the partition to another instance immediately; ignores the outcome of the old instance's current batch. */
    void stealFor(Instance instance) {
        Execution stolen;
        synchronized (this) {
            if (instance == owner) {
                nextOwner = null;
                return;
            }
            stolen = out;
            if (stolen != null) {
                abandoned++;
            }
            nextOwner = instance;
            out = null;
        }
        if (stolen != null) {
            stolen.stopRetrying();
        }
        wake();
    }

    /** Starts again with the oldest event. */
    void forgetCheckpoint() {
        synchronized (this) {
            checkpoint = -1;
            rewind();
        }
        wake();
    }

    void close() {
        synchronized (this) {
            closed = true;
        }
        partition.endArrivals(onArrival);
    }

    private void advance() {
        Execution next;
        PartitionPage page;
        synchronized (this) {
            if (closed || out != null) {
                return;
            }
            if (nextOwner != null) {
                owner = nextOwner;
                nextOwner = null;
                rewind();
            }
            page = partition.read(position, settings.maxBatch(), BATCH_BYTES);
            if (page.events().isEmpty() || isWorthWaiting(page.events().size())) {
                return;
            }
            waiting = false;
            next = delivery.apply(owner, page);
            out = next;
        }
        var unused = next.start().thenAccept(outcome -> settled(next, page, outcome));
    }

    private void settled(Execution execution, PartitionPage page, ExecutionOutcome outcome) {
        Duration pause = Duration.ZERO;
        synchronized (this) {
            if (out != execution) {
                abandoned--;
                return;
            }
            out = null;
            if (outcome instanceof ExecutionOutcome.Lost lost) {
                rewind();
                pause = lost.pause();
            } else {
                position = page.next();
                batchesSinceCheckpoint++;
                checkpoint(page.events().size() >= settings.minBatch());
            }
        }
        if (pause.isZero()) {
            wake();
        } else {
            later(pause);
        }
    }

    private void checkpoint(boolean whole) {
        standing &= !whole;
        if (batchesSinceCheckpoint < settings.batchesPerCheckpoint()) {
            return;
        }
        if (!checkpointFails.getAsBoolean()) {
            checkpoint = position;
            batchesSinceCheckpoint = 0;
            everCheckpointed = true;
        } else if (whole) {
            rewind();
        } else {
            standing = true;
        }
    }

    private void rewind() {
        position = checkpoint;
        batchesSinceCheckpoint = 0;
        standing = false;
    }

    /**
     * A batch below the minimum size waits for more events, but not longer than the settings allow; before the first checkpoint it does
     * not wait ({@code PartitionProcessor.GetAdjustedMaxWaitTime}).
     */
    private boolean isWorthWaiting(int events) {
        if (events >= settings.minBatch() || (!everCheckpointed && !standing)) {
            return false;
        }
        if (standing) {
            return true;
        }
        long now = System.nanoTime();
        if (!waiting) {
            waiting = true;
            waitingSince = now;
            later(settings.maxWait());
        }
        return now - waitingSince < settings.maxWait().toNanos();
    }

    private void later(Duration pause) {
        try {
            var unused = timer.schedule(this::wake, pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The host is closed.
        }
    }
}

package io.triskel.publish;

import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Publishes events, retrying in the order of each key, until the bus has them all, and throws if the deadline passes first.
 * For callers that do not need the single entries of an {@link EventPublisher}'s report.
 *
 * <p>Publications of one key queue, each until its own deadline, so that none gets between the retries of another; a call
 * with several keys joins all queues in one step. Events without a key never queue. After a call no key is withheld.
 *
 * <p>Thread-safe; waits on the calling thread.
 */
public final class RepeatingPublisher {
    private final EventPublisher publisher;
    private final InstantSource clock;
    private final Waiter waiter;
    private final KeyLines lines = new KeyLines();

    private RepeatingPublisher(EventPublisher publisher, InstantSource clock, Waiter waiter) {
        this.publisher = publisher.withOwnWithholding();
        this.clock = clock;
        this.waiter = waiter;
    }

    /**
     * {@return a publisher with its own view of this publisher}
     *
     * @param clock of the deadlines
     */
    public static RepeatingPublisher of(EventPublisher publisher, InstantSource clock, Waiter waiter) {
        return new RepeatingPublisher(publisher, clock, waiter);
    }

    /**
     * Publishes events, and returns once all are on the bus.
     *
     * <p>An event rejected for a {@linkplain RejectionCause#mayPass transient cause} is published again with its key's
     * later events, after growing pauses. After any other cause the key's later events stay withheld, and other keys
     * continue. A rejected {@linkplain io.triskel.event.EventKind.StateTransfer state} withholds nothing, so it may arrive
     * after its next version.
     *
     * @param deadline when to give up
     * @throws PublishFailedException if an event is not on the bus, or may not be; also if the thread is interrupted, and
     *     it stays so
     */
    public void publish(List<? extends Envelope<?>> events, Deadline deadline) {
        PublishReport report = new Repetition(publisher, clock, waiter, lines, events, deadline).run();
        if (!report.complete()) {
            throw new PublishFailedException(report);
        }
    }

    /** Blocks a thread; injected, so that tests need not wait. The requested time counts as waited. */
    @FunctionalInterface
    public interface Waiter {
        /**
         * Returns once {@code woken} is done, or after about this long.
         *
         * @param most positive
         */
        void await(Future<?> woken, Duration most) throws InterruptedException;

        /** Waits about this long before a retry. */
        default void pause(Duration time) throws InterruptedException {
            await(new CompletableFuture<>(), time);
        }

        /** {@return a waiter that blocks the calling thread} */
        static Waiter blocking() {
            return (woken, most) -> {
                try {
                    woken.get(most.toNanos(), TimeUnit.NANOSECONDS);
                } catch (TimeoutException | ExecutionException over) {
                    // Either way the wait is over.
                }
            };
        }
    }
}

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
 * Publishes events again, in the order of each key, until the bus has all of them, and throws if it does not have them by the
 * deadline: for callers that would do nothing else with the entries of an {@link EventPublisher}'s report.
 *
 * <p>Publications of one key wait in line, each until its own deadline, so that none gets between the repetitions of another;
 * a call with several keys joins all lines at once. Events without a key never wait in line. After a call no key is withheld.
 *
 * <p>Safe for any number of threads; waits on the calling thread.
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
     * {@return a publisher with a view of its own of this one}
     *
     * @param clock of the deadlines
     */
    public static RepeatingPublisher of(EventPublisher publisher, InstantSource clock, Waiter waiter) {
        return new RepeatingPublisher(publisher, clock, waiter);
    }

    /**
     * Publishes events, and returns once all are on the bus.
     *
     * <p>An event that is rejected for a {@linkplain RejectionCause#mayPass cause that may pass} is published again with its key's later
     * events, after growing pauses. For any other cause the key's later events stay withheld, and other keys go on. A
     * rejected {@linkplain io.triskel.event.EventKind.StateTransfer state} withholds nothing, so it may arrive after its next
     * version.
     *
     * @param deadline when to give up, at the latest
     * @throws PublishFailedException if an event is not on the bus, or may not be; also if the thread was interrupted, which
     *     it then stays
     */
    public void publish(List<? extends Envelope<?>> events, Deadline deadline) {
        PublishReport report = new Repetition(publisher, clock, waiter, lines, events, deadline).run();
        if (!report.complete()) {
            throw new PublishFailedException(report);
        }
    }

    /** How a thread waits; injected, so that tests need not. The time that it was asked to wait counts as waited. */
    @FunctionalInterface
    public interface Waiter {
        /**
         * Returns as soon as {@code woken} is done, or after about this long.
         *
         * @param most positive
         */
        void await(Future<?> woken, Duration most) throws InterruptedException;

        /** Waits about this long, before something that was refused is repeated. */
        default void pause(Duration time) throws InterruptedException {
            await(new CompletableFuture<>(), time);
        }

        /** {@return one that blocks the thread that waits} */
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

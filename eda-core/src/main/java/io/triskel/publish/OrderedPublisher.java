package io.triskel.publish;

import io.triskel.codec.EventCodec;
import io.triskel.codec.WrittenEvent;
import io.triskel.event.CheckReturnValue;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.OrderingKey;
import io.triskel.observe.Observer;
import io.triskel.publish.EventBus.BusLimits;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Publishes through any {@link EventBus}: splits to the bus's limits, keeps one request in flight per key and several
 * across keys, withholds a key's later events after a rejection until the key is resumed, and reports by the deadline even
 * if the bus is silent.
 *
 * <p>A request that is unanswered at its deadline, or after the bus's {@link BusLimits#callTimeout}, is abandoned: its slot
 * in flight is free. Its keys stay closed until it is answered or, after its deadline, until their publisher resumes them.
 * At most four requests per slot may be abandoned; beyond that nothing is sent until one is answered.
 *
 * <p>Thread-safe, without its own thread: the calling thread, threads that complete the bus's answers and the
 * {@link AlarmClock}'s thread send requests and complete reports. A key is remembered only while it has events under way or is
 * withheld.
 */
public final class OrderedPublisher implements EventPublisher, AutoCloseable {
    private static final int MAX_IN_FLIGHT = 8;

    private final Sender sender;
    private final Withholding withholding = new Withholding();

    /** {@return a builder of a publisher to this bus} */
    public static Builder builder(EventBus bus, EventCodec codec) {
        return new Builder(bus, codec);
    }

    private OrderedPublisher(Sender sender) {
        this.sender = sender;
    }

    @Override
    @CheckReturnValue
    public CompletionStage<PublishReport> publish(List<? extends Envelope<?>> events, Deadline deadline) {
        return sender.start(withholding, events, List.of(), deadline).report().minimalCompletionStage();
    }

    /**
     * {@inheritDoc} This thread waits for its own deadline, without an alarm.
     *
     * <p>An interrupt ends the wait like the deadline; the thread stays interrupted.
     */
    @Override
    @CheckReturnValue
    public PublishReport publishAndWait(List<? extends Envelope<?>> events, Deadline deadline) {
        return publishAndWait(events, List.of(), deadline);
    }

    @Override
    @CheckReturnValue
    public PublishReport publishAndWait(
            List<? extends Envelope<?>> events, List<WrittenEvent> written, Deadline deadline) {
        Publication publication = sender.start(withholding, events, written, deadline);
        CompletableFuture<PublishReport> report = publication.report();
        try {
            return report.get(sender.remaining(deadline).toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            sender.giveUp(publication, "The deadline passed");
        } catch (InterruptedException interrupted) {
            sender.giveUp(publication, "The publishing thread was interrupted");
            Thread.currentThread().interrupt();
        } catch (ExecutionException impossible) {
            throw new IllegalStateException("A report never fails", impossible);
        }
        return report.join();
    }

    @Override
    public void resume(OrderingKey key) {
        sender.resume(withholding, key);
    }

    @Override
    public OrderedPublisher withOwnWithholding() {
        return new OrderedPublisher(sender);
    }

    /**
     * Closes the publisher with all its views: events under way are reported as if their deadline had passed, later events
     * are rejected as {@link RejectionCause#INVALID}, and the alarm is cancelled. The bus stays open. Closing again does
     * nothing.
     */
    @Override
    public void close() {
        sender.close();
    }

    /** {@return how many keys are remembered: those with events under way and those withheld here} */
    int rememberedKeys() {
        return sender.rememberedKeys(withholding);
    }

    /** Builds a publisher; every setting has a default. */
    public static final class Builder {
        private final EventBus bus;
        private final EventCodec codec;
        private InstantSource clock = InstantSource.system();
        private Observer observer = Observer.none();
        private int maxInFlight = MAX_IN_FLIGHT;
        private AlarmClock alarms = AlarmClock.ofTheJdk();

        private Builder(EventBus bus, EventCodec codec) {
            this.bus = bus;
            this.codec = codec;
        }

        /** Sets the clock of the deadlines. Default: the system's. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /** Sets the observer of each event's outcome. Default: none. */
        public Builder observer(Observer told) {
            observer = told;
            return this;
        }

        /** Sets how many requests may be in flight at a time, over all keys and calls: at least 1. Default: 8. */
        public Builder maxInFlight(int requests) {
            maxInFlight = requests;
            return this;
        }

        /** Sets what wakes the publisher at a deadline while the bus is silent. Default: the JDK's timer. */
        public Builder alarms(AlarmClock other) {
            alarms = other;
            return this;
        }

        /** {@return the publisher} */
        public OrderedPublisher build() {
            return new OrderedPublisher(new Sender(bus, codec, clock, Observer.guarded(observer), maxInFlight, alarms));
        }
    }

    /**
     * Wakes a publisher whose bus stays silent, which the core cannot do on a caller's thread. A publisher sets at most one
     * alarm, for all events under way. An unneeded alarm does no harm.
     *
     * <p>On a host that freezes between calls, an earlier call's alarm may ring late, which does no harm either. Functions
     * use {@link EventPublisher#publishAndWait}, which waits itself.
     */
    @FunctionalInterface
    public interface AlarmClock {
        /**
         * Sets an alarm and returns immediately.
         *
         * @param delay the time from now, positive
         * @param wake run once, after the delay, on any thread but never within this call; it may publish
         * @return cancels the alarm if it has not rung yet
         */
        Runnable after(Duration delay, Runnable wake);

        /**
         * {@return the JDK's timer, which {@link CompletableFuture#delayedExecutor} uses} Its one daemon thread per JVM
         * starts with the first alarm. An alarm runs its task in the common pool.
         */
        static AlarmClock ofTheJdk() {
            return (delay, wake) -> {
                // A delayed executor would hold a cancelled task until its time; this future releases it at once.
                CompletableFuture<Void> time = new CompletableFuture<>();
                // Before the time-out is set: if the common pool is too small to be used, the daemon starts the
                // thread.
                CompletableFuture<Void> unused = time.thenRunAsync(wake);
                time.completeOnTimeout(null, delay.toNanos(), TimeUnit.NANOSECONDS);
                return () -> time.cancel(false);
            };
        }
    }
}

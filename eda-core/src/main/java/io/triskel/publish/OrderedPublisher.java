package io.triskel.publish;

import io.triskel.codec.EventCodec;
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
 * A publisher over any {@link EventBus}, so that adapters need not each do this in their own way: splits to the bus's limits,
 * keeps one request in flight per key and several across keys, withholds the later events of a key after a rejection until the
 * key is resumed, and reports at the deadline even if the bus is silent.
 *
 * <p>A request that is unanswered at its deadline, or after the bus's {@link BusLimits#callTimeout}, frees its place for
 * others. Its keys stay closed until it is answered or, after its deadline, until their publisher resumes them. There are at
 * most four of these requests for each one that may be in flight; beyond that nothing is sent until one is answered.
 *
 * <p>Safe for any number of threads. The publisher has no thread of its own: requests are sent and reports completed on the
 * calling thread, on threads that complete the bus's answers and on the {@link AlarmClock}'s. A key is remembered only while
 * it has events under way or is withheld.
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
        return sender.start(withholding, events, deadline).report().minimalCompletionStage();
    }

    /**
     * As {@link #publish}, but needs no alarm for its own deadline: this thread waits for it.
     *
     * <p>An interrupt ends the wait as the deadline does; the thread stays interrupted.
     */
    @Override
    @CheckReturnValue
    public PublishReport publishAndWait(List<? extends Envelope<?>> events, Deadline deadline) {
        Publication publication = sender.start(withholding, events, deadline);
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
     * Closes the publisher for all its views: events under way are reported as if their deadline had passed, later events are
     * rejected as {@link RejectionCause#INVALID}, and no alarm is left. The bus is the caller's to close. Closing again does nothing.
     */
    @Override
    public void close() {
        sender.close();
    }

    /** {@return how many keys are remembered: those with events under way and those withheld here} */
    int rememberedKeys() {
        return sender.rememberedKeys(withholding);
    }

    /** Collects what a publisher works with beside bus and codec; everything has a default. */
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

        /** The clock of the deadlines; the system's clock, unless said otherwise. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /** The observer of each event's outcome; none by default. */
        public Builder observer(Observer told) {
            observer = told;
            return this;
        }

        /** The most requests in flight at once, over all keys and calls: 1 or more, 8 unless said otherwise. */
        public Builder maxInFlight(int requests) {
            maxInFlight = requests;
            return this;
        }

        /** Wakes the publisher at a deadline while the bus is silent; the JDK's timer, unless said otherwise. */
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
     * Wakes a publisher whose bus stays silent: the one thing that the core cannot do on a caller's thread. A publisher has at
     * most one alarm set, for all events under way. An alarm that rings without need does no harm.
     *
     * <p>On a host that freezes between calls, an alarm of an earlier call may ring late by the time that the host stood still,
     * which does no harm either. Functions use {@link EventPublisher#publishAndWait}, which waits itself and needs no alarm.
     */
    @FunctionalInterface
    public interface AlarmClock {
        /**
         * Sets an alarm, and returns at once.
         *
         * @param delay from now on; positive
         * @param wake run once, when the delay is over, on any thread but never within this call; it may publish
         * @return calls the alarm off if it has not rung yet
         */
        Runnable after(Duration delay, Runnable wake);

        /**
         * {@return the JDK's own timer, the one behind {@link CompletableFuture#delayedExecutor}} All users of a JVM share its one
         * daemon thread, which the first alarm starts and which keeps no JVM alive. An alarm runs its task in the common pool.
         */
        static AlarmClock ofTheJdk() {
            return (delay, wake) -> {
                // A delayed executor would hold a cancelled task until its time; this future releases it at once.
                CompletableFuture<Void> time = new CompletableFuture<>();
                // Before the time-out is set: where the common pool is too small to be used, the daemon starts the
                // thread.
                CompletableFuture<Void> unused = time.thenRunAsync(wake);
                time.completeOnTimeout(null, delay.toNanos(), TimeUnit.NANOSECONDS);
                return () -> time.cancel(false);
            };
        }
    }
}

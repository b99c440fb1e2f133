package io.triskel.publish;

import io.triskel.codec.EventCodec;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.OrderingKey;
import io.triskel.observe.Observer;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Does over any {@link EventBus} what every adapter would otherwise do in its own way: splits to the bus's limits, keeps one
 * request in flight per key and several across keys, withholds a key's successors after a rejection until it is resumed, and
 * reports at the deadline whatever the bus does.
 *
 * <p>A request that is unanswered at its deadline, or after the bus's {@link BusLimits#callTimeout}, frees its place for
 * others; its keys stay closed until it is answered or, after its deadline, resumed by who published. There are at most four
 * of these for each request that may be in flight; beyond that nothing is sent until one is answered.
 *
 * <p>Safe for any number of threads. It has no thread of its own: requests go out on the calling thread, on those that
 * complete the bus's answers and on the {@link AlarmClock}'s; reports are completed on these too. Remembers a key only while
 * it has events under way or is withheld.
 */
public final class OrderedPublisher implements EventPublisher {
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
    public CompletionStage<PublishReport> publish(List<? extends Envelope<?>> events, Deadline deadline) {
        return sender.start(withholding, events, deadline).report().minimalCompletionStage();
    }

    /**
     * As {@link #publish}, and needs no alarm for its own deadline.
     *
     * <p>An interrupt ends the wait in the same way; the thread stays interrupted.
     */
    @Override
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

        /** By what deadlines pass; the system's clock, unless said otherwise. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /** Who is told what happens; nobody, unless said otherwise. */
        public Builder observer(Observer told) {
            observer = told;
            return this;
        }

        /** Most requests under way at once, over all keys and calls: 1 or more, 8 unless said otherwise. */
        public Builder maxInFlight(int requests) {
            maxInFlight = requests;
            return this;
        }

        /** Says when a deadline has come while the bus is silent; the JDK's timer, unless said otherwise. */
        public Builder alarms(AlarmClock other) {
            alarms = other;
            return this;
        }

        /** {@return the publisher} */
        public OrderedPublisher build() {
            return new OrderedPublisher(new Sender(bus, codec, clock, Observer.guarded(observer), maxInFlight, alarms));
        }
    }
}

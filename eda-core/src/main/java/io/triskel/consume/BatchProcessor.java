package io.triskel.consume;

import io.triskel.codec.EventCodec;
import io.triskel.consume.Verdict.Why;
import io.triskel.event.CheckReturnValue;
import io.triskel.event.Deadline;
import io.triskel.event.EventType;
import io.triskel.event.IdSource;
import io.triskel.event.Pause;
import io.triskel.observe.Observer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Settles batches for one consumer, from any kind of source; {@code docs/patterns/idempotent-consumer.md} has the rules. It
 * has no thread of its own and returns by the deadline if its handlers and ports do. Thread-safe; create it once.
 */
public final class BatchProcessor {
    /** Completions and parked events of this many deliveries take less than a second, with a few threads that write. */
    private static final int FOR_ONE_RESERVE = 250;

    /** Lanes run one after another in delivery order, on the thread that calls. */
    static final Executor CALLER = Runnable::run;

    private final ConsumerParts with;
    private final Running running;
    private final FailureMemory memory = new FailureMemory();
    private final LostClaims lost = new LostClaims();
    private final IdSource claimants;
    private final CountDownLatch stop = new CountDownLatch(1);

    private BatchProcessor(Builder builder) {
        with = ConsumerParts.of(builder.consumer, builder.codec, builder.clock, builder.observer);
        Pause pause = builder.pause != null ? builder.pause : this::untilStopped;
        claimants = builder.claimants;
        running = new Running(builder.executor, pause, builder.reserve, new AtomicInteger());
    }

    private void untilStopped(Duration atMost) throws InterruptedException {
        boolean unused = stop.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** {@return a builder of a processor for this consumer} */
    public static Builder of(EventConsumer consumer) {
        return new Builder(consumer);
    }

    /** {@return the wire types that the consumer subscribes to; for {@link Deliveries#read}} */
    public Predicate<EventType> subscription() {
        return with.subscription();
    }

    /**
     * Settles a batch. A failing handler or port becomes a verdict. Only an error of the machine is thrown, such as
     * {@link OutOfMemoryError}: then the batch's outcome is unknown, and its claims are held until their leases expire.
     *
     * @param deliveries in the source's order
     * @param redelivery how the source redelivers unsettled deliveries
     * @param deadline when the host wants an answer
     */
    @CheckReturnValue
    public Settlement process(List<? extends Delivery> deliveries, Redelivery redelivery, Deadline deadline) {
        Situation situation = new Situation(redelivery, deadline, reserve(deliveries.size()), with.clock(), stop);
        Claiming claiming = new Claiming(with, lost, claimants);
        Settlement settlement = new Batch(with, situation, running, memory, claiming, deliveries).settle();
        if (settlement.complete()) {
            with.note(deliveries);
        }
        return settlement;
    }

    /** A larger batch has more to write at its end. */
    private Duration reserve(int deliveries) {
        int times = Math.max(1, (deliveries + FOR_ONE_RESERVE - 1) / FOR_ONE_RESERVE);
        return running.reserve().multipliedBy(times);
    }

    /**
     * Stops the processor when its host shuts down: it waits for running handlers and leaves all other unsettled deliveries
     * untried. It cannot be started again.
     */
    public void stop() {
        stop.countDown();
    }

    /**
     * How to run lanes.
     *
     * @param overtaken how many of the executor's queued tasks belong to lanes that a caller took over
     */
    record Running(Executor executor, Pause pause, Duration reserve, AtomicInteger overtaken) {}

    /** Builds a processor. */
    public static final class Builder {
        private final EventConsumer consumer;
        private @Nullable EventCodec codec;
        private InstantSource clock = InstantSource.system();
        private Executor executor = CALLER;
        private Observer observer = Observer.none();
        private Duration reserve = Duration.ofSeconds(1);
        private @Nullable Pause pause;
        private IdSource claimants = IdSource.random();

        private Builder(EventConsumer consumer) {
            this.consumer = consumer;
            this.codec = consumer.codec();
        }

        /**
         * Sets the codec, which encodes parked events and must know all handled types and those upcast to them; required
         * with a parking lot. Without a codec nothing is checked at build time: an event whose data is still encoded is
         * then unsettled as {@link Why#FAILED}.
         */
        public Builder codec(EventCodec events) {
            codec = events;
            return this;
        }

        /** Sets the clock. Default: the system's. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /**
         * Sets the executor of the lanes. Default: the calling thread, which also runs lanes that the executor rejects, and
         * lanes while the executor runs none of this batch: it may be busy, or the calling thread may be its only thread.
         * Deliveries of lanes that are unfinished at the deadline are out of time.
         */
        public Builder executor(Executor lanes) {
            executor = lanes;
            return this;
        }

        /** Sets the observer of each batch. Default: none. */
        public Builder observer(Observer told) {
            observer = told;
            return this;
        }

        /**
         * Sets the time before the deadline in which no attempt begins, reserved for parking and the inbox. Default: 1 s
         * per 250 deliveries of a batch; never more than a quarter of the batch's time.
         */
        public Builder parkingReserve(Duration time) {
            reserve = time;
            return this;
        }

        /** Sets how to wait between two attempts in place; {@link BatchProcessor#stop()} ends the default's wait. */
        public Builder pause(Pause between) {
            pause = between;
            return this;
        }

        /** Sets the source of claimant names; no two processes may share an id. Default: random. */
        public Builder claimants(IdSource ids) {
            claimants = ids;
            return this;
        }

        /**
         * Builds the processor.
         *
         * @throws IllegalStateException if the consumer has a parking lot and there is no codec
         * @throws IllegalArgumentException if the codec does not know a handled type (unless its handler takes
         *     {@link io.triskel.codec.EncodedData}), or reads its data as another class than the handler takes
         */
        public BatchProcessor build() {
            return new BatchProcessor(this);
        }
    }
}

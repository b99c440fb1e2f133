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
 * Settles batches for one consumer, from any kind of source: see {@code docs/patterns/idempotent-consumer.md} for the rules.
 * The processor has no thread of its own and returns by the deadline if its handlers and ports do. Safe for threads; make one
 * and keep it.
 */
public final class BatchProcessor {
    /** Some writes a second for each of a few threads: so many completions and parked events take less than a second. */
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

    /** {@return the wire types that the consumer wants; for {@link Deliveries#read}} */
    public Predicate<EventType> subscription() {
        return with.subscription();
    }

    /**
     * Settles a batch. A failing handler or port becomes a verdict. Only an error of the machine is thrown, such as
     * {@link OutOfMemoryError}: then the batch's outcome is unknown and its claims stand until their leases end.
     *
     * @param deliveries in the order of the source
     * @param redelivery how the source brings back unsettled deliveries
     * @param deadline when the host wants an answer
     */
    @CheckReturnValue
    public Settlement process(List<? extends Delivery> deliveries, Redelivery redelivery, Deadline deadline) {
        Situation situation = new Situation(redelivery, deadline, reserve(deliveries.size()), with.clock(), stop);
        Claiming claiming = new Claiming(with, lost, claimants);
        return new Batch(with, situation, running, memory, claiming, deliveries).settle();
    }

    /** The ports have more to write at the end of a larger batch. */
    private Duration reserve(int deliveries) {
        int times = Math.max(1, (deliveries + FOR_ONE_RESERVE - 1) / FOR_ONE_RESERVE);
        return running.reserve().multipliedBy(times);
    }

    /**
     * Ends the work of a host that shuts down: running handlers are waited for, all other unsettled deliveries are left untried.
     * The processor cannot be started again.
     */
    public void stop() {
        stop.countDown();
    }

    /**
     * How lanes are run.
     *
     * @param overtaken how many tasks the executor still has whose lanes a caller has taken over
     */
    record Running(Executor executor, Pause pause, Duration reserve, AtomicInteger overtaken) {}

    /** Collects what a processor works with. */
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
         * Encodes parked events, and knows all handled types and the types that are upcast to them; required with a parking
         * lot. Without a codec nothing is checked when the processor is built: an event whose data was left encoded is
         * unsettled as {@link Why#FAILED} when it comes.
         */
        public Builder codec(EventCodec events) {
            codec = events;
            return this;
        }

        /** The clock; the system's unless said otherwise. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /**
         * Runs the lanes; by default they run on the calling thread. The calling thread also runs lanes that the executor
         * rejects, and lanes while the executor runs none of this batch: it may be busy with other work, or the calling thread
         * may be its only one. Deliveries whose lanes it has not finished by the deadline are out of time.
         */
        public Builder executor(Executor lanes) {
            executor = lanes;
            return this;
        }

        /** The observer that is told about each batch; none unless said otherwise. */
        public Builder observer(Observer told) {
            observer = told;
            return this;
        }

        /**
         * The time before the deadline in which no attempt begins, kept for parking and the inbox: 1 s unless said otherwise, for
         * every 250 deliveries of a batch, and never more than a quarter of the time that a batch has.
         */
        public Builder parkingReserve(Duration time) {
            reserve = time;
            return this;
        }

        /** How to wait between two tries in place; {@link BatchProcessor#stop()} ends the default's wait. */
        public Builder pause(Pause between) {
            pause = between;
            return this;
        }

        /** Names what a batch claims; an id is never shared with another process. Random unless said otherwise. */
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

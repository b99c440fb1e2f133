package io.triskel.consume;

import io.triskel.codec.EventCodec;
import io.triskel.event.Deadline;
import io.triskel.event.EventType;
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
 * Settles batches for one consumer, whatever the source: see {@code docs/settlement.md} for the rules. It has no thread of its
 * own and returns by the deadline, as far as its handlers and ports do. Safe for threads; make one and keep it.
 */
public final class BatchProcessor {
    /** Lanes run one after another in delivery order, on the thread that calls. */
    static final Executor CALLER = Runnable::run;

    private final Equipment with;
    private final Running running;
    private final FailureMemory memory = new FailureMemory();
    private final CountDownLatch stop = new CountDownLatch(1);

    private BatchProcessor(Builder builder) {
        with = Equipment.of(builder.consumer, builder.codec, builder.clock, builder.observer);
        Pause pause = builder.pause != null ? builder.pause : this::untilStopped;
        running = new Running(builder.executor, pause, builder.reserve, new AtomicInteger());
    }

    private void untilStopped(Duration atMost) throws InterruptedException {
        boolean unused = stop.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** {@return a builder of a processor for this consumer} */
    public static Builder of(Consumer consumer) {
        return new Builder(consumer);
    }

    /** {@return which types are wanted, as on the wire; for {@link Deliveries#read}} */
    public Predicate<EventType> subscription() {
        return with.subscription();
    }

    /**
     * Settles a batch. A failing handler or port is a verdict; thrown is only a {@link VirtualMachineError}, after which
     * nothing is known of the batch and its claims stand until their leases end.
     *
     * @param deliveries in the order of the source
     * @param redelivery how the source brings back what is unsettled
     * @param deadline when the host wants an answer
     */
    public Settlement process(List<? extends Delivery> deliveries, Redelivery redelivery, Deadline deadline) {
        Situation situation = new Situation(redelivery, deadline, running.reserve(), with.clock(), stop);
        return new Batch(with, situation, running, memory, deliveries).settle();
    }

    /**
     * Ends the work, for a host that shuts down: handlers that run are waited for, whatever else is unsettled is abandoned
     * untried with its successors. It cannot be started again.
     */
    public void stop() {
        stop.countDown();
    }

    /**
     * How lanes are run.
     *
     * @param overtaken how many tasks the executor still has whose lanes it was not the first to run
     */
    record Running(Executor executor, Pause pause, Duration reserve, AtomicInteger overtaken) {}

    /** Collects what a processor works with. */
    public static final class Builder {
        private final Consumer consumer;
        private @Nullable EventCodec codec;
        private InstantSource clock = InstantSource.system();
        private Executor executor = CALLER;
        private Observer observer = Observer.none();
        private Duration reserve = Duration.ofSeconds(1);
        private @Nullable Pause pause;

        private Builder(Consumer consumer) {
            this.consumer = consumer;
            this.codec = consumer.codec();
        }

        /**
         * Encodes what is parked, and knows all types that are handled and which are upcast to them; needed with a parking
         * lot. Without it nothing can be checked beforehand: data that the reading codec left encoded is unsettled, as
         * {@link Why#FAILED}, when it comes.
         */
        public Builder codec(EventCodec events) {
            codec = events;
            return this;
        }

        /** Where time comes from; the system unless said otherwise. */
        public Builder clock(InstantSource source) {
            clock = source;
            return this;
        }

        /**
         * Runs the lanes; the calling thread unless said otherwise. Lanes that it rejects run on the calling thread, and so
         * do lanes while it runs none of them: it may be busy with others, or the calling thread its only one. What it has
         * not finished by the deadline is out of time.
         */
        public Builder executor(Executor lanes) {
            executor = lanes;
            return this;
        }

        /** Is told what happens. */
        public Builder observer(Observer told) {
            observer = told;
            return this;
        }

        /**
         * How long before the deadline no attempt begins any more, to keep time for parking and the inbox: 1 s unless said
         * otherwise, and never more than a quarter of the time that a batch has.
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

        /**
         * Builds the processor.
         *
         * @throws IllegalStateException if the consumer has a parking lot and there is no codec
         * @throws IllegalArgumentException if the codec does not know a type that is handled (unless as
         *     {@link io.triskel.codec.EncodedData}), or reads it otherwise than its handler takes it
         */
        public BatchProcessor build() {
            return new BatchProcessor(this);
        }
    }
}

package io.triskel.consume;

import io.triskel.codec.EventCodec;
import io.triskel.event.Deadline;
import io.triskel.event.EventType;
import io.triskel.observe.Observer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Predicate;

/** Signatures first; the body follows within the hour. */
public final class BatchProcessor {
    private final Builder builder;

    private BatchProcessor(Builder builder) {
        this.builder = builder;
    }

    /** {@return a builder of a processor for this consumer} */
    public static Builder of(Consumer consumer) {
        return new Builder(consumer);
    }

    /** {@return which types are wanted, as on the wire; for {@link Deliveries#read}} */
    public Predicate<EventType> subscription() {
        return Subscription.to(builder.consumer.types(), builder.codec.types());
    }

    /** Settles a batch. */
    public Settlement process(List<? extends Delivery> deliveries, Redelivery redelivery, Deadline deadline) {
        throw new IllegalStateException("not yet");
    }

    /** Makes it stop: what is not settled is abandoned untried, with its successors. */
    public void stop() {}

    /** Collects. */
    public static final class Builder {
        private final Consumer consumer;
        private EventCodec codec =
                EventCodec.of(io.triskel.codec.TypeRegistry.builder().build());

        private Builder(Consumer consumer) {
            this.consumer = consumer;
        }

        /** Encodes what is parked. */
        public Builder codec(EventCodec other) {
            codec = other;
            return this;
        }

        /** The clock. */
        public Builder clock(InstantSource other) {
            return this;
        }

        /** Runs lanes. */
        public Builder executor(Executor other) {
            return this;
        }

        /** Is told. */
        public Builder observer(Observer other) {
            return this;
        }

        /** Time kept for parking. */
        public Builder parkingReserve(Duration reserve) {
            return this;
        }

        /** How to wait between tries in place. */
        public Builder pause(Pause other) {
            return this;
        }

        /** {@return the processor} */
        public BatchProcessor build() {
            return new BatchProcessor(this);
        }
    }
}

package io.triskel.consume;

import io.triskel.codec.EventCodec;
import io.triskel.event.Deadline;
import io.triskel.event.EventId;
import io.triskel.observe.Observer;
import io.triskel.parking.Lane;
import java.time.Instant;
import java.time.InstantSource;

/** Signatures first. */
public final class ParkedReplay {
    private ParkedReplay() {}

    /** {@return a builder of a replay for this consumer, which has a parking lot} */
    public static Builder of(Consumer consumer) {
        return new Builder(consumer);
    }

    /** Replays one lane, head first. */
    public ReplayReport replay(Lane lane, int limit, Deadline deadline) {
        throw new IllegalStateException("not yet");
    }

    /** Replays lanes that are due. */
    public ReplayReport replayDue(Instant now, int limit, Deadline deadline) {
        throw new IllegalStateException("not yet");
    }

    /** Takes an event out without handling it. */
    public boolean discard(Lane lane, EventId event, String reason) {
        throw new IllegalStateException("not yet");
    }

    /** Collects. */
    public static final class Builder {
        private final Consumer consumer;

        private Builder(Consumer consumer) {
            this.consumer = consumer;
        }

        /** Decodes what was parked. */
        public Builder codec(EventCodec other) {
            return this;
        }

        /** The clock. */
        public Builder clock(InstantSource other) {
            return this;
        }

        /** Is told. */
        public Builder observer(Observer other) {
            return this;
        }

        /** {@return the replay} */
        public ParkedReplay build() {
            consumer.name();
            return new ParkedReplay();
        }
    }
}

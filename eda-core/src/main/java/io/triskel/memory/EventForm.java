package io.triskel.memory;

import io.triskel.codec.EventCodec;
import io.triskel.event.Envelope;
import io.triskel.spi.NewCommit;
import java.util.List;

/** How the in-memory store keeps events: as objects, or as a real store's bytes. */
interface EventForm {
    /** The stored form of each event, in order. */
    List<?> keep(NewCommit commit);

    Envelope<?> read(Object kept);

    static EventForm objects() {
        return new Objects();
    }

    static EventForm encoded(EventCodec codec) {
        return new Encoded(codec);
    }

    /** Nothing is copied, so the data must be immutable. */
    record Objects() implements EventForm {
        @Override
        public List<?> keep(NewCommit commit) {
            return commit.events();
        }

        @Override
        public Envelope<?> read(Object kept) {
            return (Envelope<?>) kept;
        }
    }

    /** Encrypts and checks sizes on writing, upcasts on reading. */
    record Encoded(EventCodec codec) implements EventForm {
        @Override
        public List<?> keep(NewCommit commit) {
            return commit.encode(codec);
        }

        @Override
        public Envelope<?> read(Object kept) {
            return codec.decode((byte[]) kept);
        }
    }
}

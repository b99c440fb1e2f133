package io.triskel.testkit.store;

import io.triskel.codec.EventCodec;
import io.triskel.codec.InvalidEventException;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.Envelope;
import io.triskel.event.PortException;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryEventStore;
import io.triskel.store.AppendResult;
import io.triskel.store.CommandId;
import io.triskel.store.EventPage;
import io.triskel.store.EventStore;
import io.triskel.store.Expectation;
import io.triskel.testkit.EncodedEventStoreContract;
import java.util.List;

/** Stores of bytes that each get one thing wrong, as suites to run. */
final class EncodedStoreMutants {
    private EncodedStoreMutants() {}

    abstract static class Mutant extends EncodedEventStoreContract {
        private final InMemoryEventStore bytes =
                InMemoryEventStore.encoded(EventCodec.of(TypeRegistry.builder().build()));

        @Override
        protected EventStore open(EventCodec codec) {
            InMemoryEventStore right = bytes.reopened(codec);
            return new EventStore() {
                @Override
                public EventPage read(StreamId stream, long afterRevision, int limit) {
                    return Mutant.this.read(right, stream, afterRevision, limit);
                }

                @Override
                public AppendResult append(
                        StreamId stream,
                        Expectation expected,
                        List<? extends Envelope<?>> events,
                        CommandId commandId) {
                    return right.append(stream, expected, events, commandId);
                }
            };
        }

        EventPage read(EventStore right, StreamId stream, long after, int limit) {
            return right.read(stream, after, limit);
        }
    }

    static final class Control extends Mutant {}

    static final class TakesWhatItCannotReadForAFailure extends Mutant {
        @Override
        EventPage read(EventStore right, StreamId stream, long after, int limit) {
            try {
                return right.read(stream, after, limit);
            } catch (InvalidEventException unreadable) {
                throw new PortException("the store failed", unreadable);
            }
        }
    }

    static final class PassesOverWhatItCannotRead extends Mutant {
        @Override
        EventPage read(EventStore right, StreamId stream, long after, int limit) {
            try {
                return right.read(stream, after, limit);
            } catch (InvalidEventException unreadable) {
                return limit == 1 ? read(right, stream, after + 1, 1) : read(right, stream, after, limit / 2);
            }
        }
    }
}

package io.triskel.testkit.store;

import io.triskel.codec.EventCodec;
import io.triskel.codec.InvalidEventException;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.Envelope;
import io.triskel.event.PortException;
import io.triskel.event.StreamId;
import io.triskel.memory.InMemoryEventStore;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventReader.EventPage;
import io.triskel.store.EventStore;
import io.triskel.testkit.EncodedEventStoreContract;
import java.util.List;

/** Event stores that keep bytes and each get one thing wrong, as suites to run. */
final class EncodedEventStoreMutants {
    private EncodedEventStoreMutants() {}

    static final class Control extends EncodedEventStoreContract {
        private final InMemoryEventStore first =
                InMemoryEventStore.encoded(EventCodec.of(TypeRegistry.builder().build()));

        @Override
        protected EventStore open(EventCodec codec) {
            return first.reopened(codec);
        }
    }

    /** Encodes each event just before it is stored, so that the ones before a broken one are there already. */
    static final class StoresEventByEvent extends EncodedEventStoreContract {
        private final InMemoryEventStore first =
                InMemoryEventStore.encoded(EventCodec.of(TypeRegistry.builder().build()));

        @Override
        protected EventStore open(EventCodec codec) {
            InMemoryEventStore right = first.reopened(codec);
            return new Reading(right) {
                @Override
                public AppendResult append(
                        StreamId stream,
                        Expectation expected,
                        List<? extends Envelope<?>> events,
                        CommandId commandId) {
                    long revision = expected.revision();
                    for (Envelope<?> event : events) {
                        AppendResult one =
                                right.append(stream, Expectation.exactly(revision++), List.of(event), commandId);
                        if (one instanceof AppendResult.Conflict) {
                            return one;
                        }
                    }
                    return new AppendResult.Committed(expected.revision() + 1, revision);
                }
            };
        }
    }

    /** Stores what it is given, and looks whether it can be read when somebody wants to. */
    static final class FindsOutWhenItReads extends EncodedEventStoreContract {
        private final InMemoryEventStore objects = InMemoryEventStore.ofObjects();

        @Override
        protected EventStore open(EventCodec codec) {
            return new Reading(objects) {
                @Override
                public EventPage read(StreamId stream, long afterRevision, int limit) {
                    EventPage page = super.read(stream, afterRevision, limit);
                    page.events().forEach(codec::encode);
                    return page;
                }
            };
        }
    }

    /** Takes what it cannot read for a failure of its own, which may pass. */
    static final class TakesWhatItCannotReadForAFailure extends EncodedEventStoreContract {
        private final InMemoryEventStore first =
                InMemoryEventStore.encoded(EventCodec.of(TypeRegistry.builder().build()));

        @Override
        protected EventStore open(EventCodec codec) {
            return new Reading(first.reopened(codec)) {
                @Override
                public EventPage read(StreamId stream, long afterRevision, int limit) {
                    try {
                        return super.read(stream, afterRevision, limit);
                    } catch (InvalidEventException unreadable) {
                        throw new PortException("the store failed", unreadable);
                    }
                }
            };
        }
    }

    static final class PassesOverWhatItCannotRead extends EncodedEventStoreContract {
        private final InMemoryEventStore first =
                InMemoryEventStore.encoded(EventCodec.of(TypeRegistry.builder().build()));

        @Override
        protected EventStore open(EventCodec codec) {
            return new Reading(first.reopened(codec)) {
                @Override
                public EventPage read(StreamId stream, long afterRevision, int limit) {
                    try {
                        return super.read(stream, afterRevision, limit);
                    } catch (InvalidEventException unreadable) {
                        return limit == 1 ? read(stream, afterRevision + 1, 1) : read(stream, afterRevision, limit / 2);
                    }
                }
            };
        }
    }

    private static class Reading implements EventStore {
        private final EventStore right;

        Reading(EventStore right) {
            this.right = right;
        }

        @Override
        public EventPage read(StreamId stream, long afterRevision, int limit) {
            return right.read(stream, afterRevision, limit);
        }

        @Override
        public AppendResult append(
                StreamId stream, Expectation expected, List<? extends Envelope<?>> events, CommandId commandId) {
            return right.append(stream, expected, events, commandId);
        }
    }
}

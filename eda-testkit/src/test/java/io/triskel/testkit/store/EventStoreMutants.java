package io.triskel.testkit.store;

import io.triskel.codec.EventCodec;
import io.triskel.event.Envelope;
import io.triskel.event.StreamId;
import io.triskel.store.CommandId;
import io.triskel.store.EventAppender.AppendResult;
import io.triskel.store.EventAppender.Expectation;
import io.triskel.store.EventReader.Commit;
import io.triskel.store.EventReader.EventPage;
import io.triskel.store.EventStore;
import io.triskel.testkit.EventStoreContract;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Event stores that each get one thing wrong, as suites to run. */
final class EventStoreMutants {
    private EventStoreMutants() {}

    static final class Control extends EventStoreContract {
        @Override
        protected EventStore create(EventCodec codec) {
            return new DelegatingStore();
        }
    }

    static final class IgnoresTheExpectedRevision extends EventStoreContract {
        @Override
        protected EventStore create(EventCodec codec) {
            return new DelegatingStore() {
                @Override
                public synchronized AppendResult append(
                        StreamId stream,
                        Expectation expected,
                        List<? extends Envelope<?>> events,
                        CommandId commandId) {
                    long last = right.read(stream, 0, 1).lastRevision();
                    return right.append(stream, Expectation.exactly(last), events, commandId);
                }
            };
        }
    }

    static final class DropsTheLastEntry extends EventStoreContract {
        @Override
        protected EventStore create(EventCodec codec) {
            return new DelegatingStore() {
                @Override
                public AppendResult append(
                        StreamId stream,
                        Expectation expected,
                        List<? extends Envelope<?>> events,
                        CommandId commandId) {
                    return super.append(stream, expected, events.subList(0, Math.max(1, events.size() - 1)), commandId);
                }
            };
        }
    }

    static final class AnswersRepeatsAsConflicts extends EventStoreContract {
        @Override
        protected EventStore create(EventCodec codec) {
            return new DelegatingStore() {
                @Override
                public AppendResult append(
                        StreamId stream,
                        Expectation expected,
                        List<? extends Envelope<?>> events,
                        CommandId commandId) {
                    AppendResult result = super.append(stream, expected, events, commandId);
                    return result instanceof AppendResult.Repeated repeated
                            ? new AppendResult.Conflict(repeated.last())
                            : result;
                }
            };
        }
    }

    /** Takes any conflict for a repetition: what comparing nothing but the place would do. */
    static final class AnswersConflictsAsRepeats extends EventStoreContract {
        @Override
        protected EventStore create(EventCodec codec) {
            return new DelegatingStore() {
                @Override
                public AppendResult append(
                        StreamId stream,
                        Expectation expected,
                        List<? extends Envelope<?>> events,
                        CommandId commandId) {
                    AppendResult result = super.append(stream, expected, events, commandId);
                    return result instanceof AppendResult.Conflict conflict
                            ? new AppendResult.Repeated(expected.revision() + 1, conflict.actualRevision())
                            : result;
                }
            };
        }
    }

    /** Puts a commit on condition that its own place is free, without looking at the end first. */
    static final class LeavesGaps extends EventStoreContract {
        @Override
        protected EventStore create(EventCodec codec) {
            return new DelegatingStore() {
                @Override
                public AppendResult append(
                        StreamId stream,
                        Expectation expected,
                        List<? extends Envelope<?>> events,
                        CommandId commandId) {
                    AppendResult result = super.append(stream, expected, events, commandId);
                    boolean beyond = result instanceof AppendResult.Conflict conflict
                            && conflict.actualRevision() < expected.revision();
                    return beyond
                            ? new AppendResult.Committed(expected.revision() + 1, expected.revision() + events.size())
                            : result;
                }
            };
        }
    }

    static final class ReadsBackwards extends EventStoreContract {
        @Override
        protected EventStore create(EventCodec codec) {
            return new DelegatingStore() {
                @Override
                public EventPage read(StreamId stream, long afterRevision, int limit) {
                    EventPage page = super.read(stream, afterRevision, limit);
                    List<Envelope<?>> events = new ArrayList<>(page.events());
                    Collections.reverse(events);
                    return new EventPage(events, page.commits(), page.lastRevision(), page.more());
                }
            };
        }
    }

    /** Ends a page at a commit's end and takes what is left of the commit for read. */
    static final class SkipsTheRestOfACommitAtAPagesEnd extends EventStoreContract {
        @Override
        protected EventStore create(EventCodec codec) {
            return new DelegatingStore() {
                @Override
                public EventPage read(StreamId stream, long afterRevision, int limit) {
                    EventPage page = super.read(stream, afterRevision, limit);
                    boolean inside = page.commits().stream().anyMatch(commit -> begunBefore(commit, afterRevision));
                    return inside ? super.read(stream, endOf(page, afterRevision), limit) : page;
                }
            };
        }

        private static boolean begunBefore(Commit commit, long revision) {
            return commit.first() <= revision && revision < commit.last();
        }

        private static long endOf(EventPage page, long revision) {
            return page.commits().stream()
                    .filter(commit -> begunBefore(commit, revision))
                    .mapToLong(Commit::last)
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Escapes forbidden characters with one and the same replacement. */
    static final class LetsEscapedNamesMeet extends EventStoreContract {
        @Override
        protected EventStore create(EventCodec codec) {
            return new DelegatingStore() {
                @Override
                public EventPage read(StreamId stream, long afterRevision, int limit) {
                    return super.read(escaped(stream), afterRevision, limit);
                }

                @Override
                public AppendResult append(
                        StreamId stream,
                        Expectation expected,
                        List<? extends Envelope<?>> events,
                        CommandId commandId) {
                    return super.append(escaped(stream), expected, events, commandId);
                }
            };
        }

        private static StreamId escaped(StreamId stream) {
            return new StreamId(stream.value().replaceAll("[/\\\\#?]", "_"));
        }
    }
}

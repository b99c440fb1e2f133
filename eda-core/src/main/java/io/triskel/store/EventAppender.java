package io.triskel.store;

import io.triskel.event.CheckReturnValue;
import io.triskel.event.Envelope;
import io.triskel.event.ForAdapters;
import io.triskel.event.StreamId;
import java.util.List;

/** Appends to event streams: the writing half of a store. */
@ForAdapters
public interface EventAppender {
    /**
     * The most events of one append: DynamoDB and Table Storage write at most 100 items atomically, one of them for the
     * commit.
     */
    int MAX_EVENTS = 99;

    /** The most bytes of one append's encoded events: DynamoDB's item limit is 400 KiB, the rest is for keys. */
    int MAX_BYTES = 350 * 1024;

    /**
     * Appends all events or none, if the stream ends at the expected revision.
     *
     * <p>The store knows the last revision from a consistent read. If it is the expected one, the store appends with one
     * conditional write. If it is higher, the answer is {@link AppendResult.Repeated} if the commit at that place is of
     * this command, else a conflict. If it is lower, the answer is a conflict. Checking first is safe because a stream only
     * grows; a conditional write alone would allow gaps and overlaps.
     *
     * <p>Each event is stored with its stream and revision as its pattern and, if it has none, the stream's ordering key.
     *
     * @param events 1 to {@value #MAX_EVENTS}, with different ids, plain or sourced
     * @throws AppendTooLargeException if there are more events, or more than {@link #MAX_BYTES} bytes of them
     * @throws IllegalArgumentException if there is no event, two have the same id, or one follows another pattern
     * @throws io.triskel.event.PortException if it is unknown whether the events were stored: append again with the same
     *     command id and expectation to find out
     */
    @CheckReturnValue
    AppendResult append(StreamId stream, Expectation expected, List<? extends Envelope<?>> events, CommandId commandId);

    /** The outcome of an append. */
    sealed interface AppendResult {
        /**
         * All events are stored.
         *
         * @param first revision of the first event
         * @param last revision of the last event
         */
        record Committed(long first, long last) implements AppendResult {}

        /**
         * The same command was already committed at this place; nothing was stored now.
         *
         * @param first revision of the first event of that commit
         * @param last revision of the last event of that commit
         */
        record Repeated(long first, long last) implements AppendResult {}

        /**
         * The stream does not end at the expected revision; nothing was stored.
         *
         * @param actualRevision the stream's last revision, 0 if there is no such stream
         */
        record Conflict(long actualRevision) implements AppendResult {}
    }

    /** An append's condition on the stream's last revision (optimistic concurrency). */
    sealed interface Expectation {
        /** {@return the expected last revision; 0 for a stream that does not exist} */
        long revision();

        /** {@return the expectation that the stream has no event} */
        static Expectation noStream() {
            return NoStream.NO_STREAM;
        }

        /** {@return the expectation that this is the last revision; 0 is the same as {@link #noStream()}} */
        static Expectation exactly(long revision) {
            return revision == 0 ? noStream() : new Exactly(revision);
        }

        /** The stream has no event. */
        record NoStream() implements Expectation {
            private static final NoStream NO_STREAM = new NoStream();

            @Override
            public long revision() {
                return 0;
            }
        }

        /**
         * The stream ends at this revision.
         *
         * @param revision the last event's, at least 1
         */
        record Exactly(long revision) implements Expectation {
            public Exactly {
                if (revision < 1) {
                    throw new IllegalArgumentException("revision must be at least 1, not " + revision);
                }
            }
        }
    }
}

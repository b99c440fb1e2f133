package io.triskel.store;

import io.triskel.event.CheckReturnValue;
import io.triskel.event.Envelope;
import io.triskel.event.ForAdapters;
import io.triskel.event.StreamId;
import java.util.List;

/** The writing half of a store. */
@ForAdapters
public interface EventAppender {
    /** Most events of one append: DynamoDB and Table Storage write 100 items at once, one is the commit's own. */
    int MAX_EVENTS = 99;

    /** Most bytes of one append's encoded events together: 400 KiB is DynamoDB's item limit, the rest is for keys. */
    int MAX_BYTES = 350 * 1024;

    /**
     * Appends all events or none, if the stream ends as expected.
     *
     * <p>The last revision is known from a consistent read: the store reads it first, unless it just has. Equal to the expected one: one conditional write. Higher: if the
     * commit at the expected place is of this command, {@link AppendResult.Repeated}, else a conflict. Lower: a
     * conflict. Checking first is safe because a stream only grows; a conditional write alone would allow gaps and
     * overlaps.
     *
     * <p>Each event is stored with its stream and revision as its pattern and, if it has none, the stream's ordering
     * key.
     *
     * @param events 1 to {@value #MAX_EVENTS}, with different ids, plain or sourced
     * @throws AppendTooLargeException if there are more events, or more than {@link #MAX_BYTES} bytes of them
     * @throws IllegalArgumentException if there is no event, two have one id, or one follows another pattern
     * @throws io.triskel.event.PortException if it is unknown whether the events were stored: append again with the
     *     same command id and expectation to learn it
     */
    @CheckReturnValue
    AppendResult append(StreamId stream, Expectation expected, List<? extends Envelope<?>> events, CommandId commandId);

    /** The outcome of an append. */
    sealed interface AppendResult {
        /**
         * The events are stored, all of them.
         *
         * @param first revision of the first event
         * @param last revision of the last event
         */
        record Committed(long first, long last) implements AppendResult {}

        /**
         * The same command was committed at this very place before; nothing was stored now.
         *
         * @param first revision of the first event stored then
         * @param last revision of the last event stored then
         */
        record Repeated(long first, long last) implements AppendResult {}

        /**
         * The stream does not end where it was expected to; nothing was stored.
         *
         * @param actualRevision the stream's last revision as the store found it, 0 if there is no such stream
         */
        record Conflict(long actualRevision) implements AppendResult {}
    }

    /** The condition of an append on a stream's last revision: the whole of optimistic concurrency. */
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
         * The stream ends here.
         *
         * @param revision the last event's, 1 or more
         */
        record Exactly(long revision) implements Expectation {
            public Exactly {
                if (revision < 1) {
                    throw new IllegalArgumentException("An expected revision is 1 or more, this one is " + revision);
                }
            }
        }
    }
}

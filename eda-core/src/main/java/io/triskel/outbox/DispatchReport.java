package io.triskel.outbox;

import io.triskel.event.EventId;
import io.triskel.event.StreamId;
import io.triskel.publish.RejectionCause;
import java.util.Optional;

/**
 * The outcome of publishing one stream.
 *
 * @param stream the stream
 * @param ending why the publishing ended
 * @param published events accepted by the bus now
 * @param dispatchedTo everything up to and including this revision is published and recorded; 0 if it is not known
 * @param stuck the event that ended the publishing because it was not accepted or cannot be read, and why
 * @param message for people; empty where the ending says it all
 */
public record DispatchReport(
        StreamId stream, Ending ending, int published, long dispatchedTo, Optional<Stuck> stuck, String message) {

    /** Why publishing a stream ended. */
    public enum Ending {
        /** Everything committed is published. */
        CLEAN,
        /** Someone else holds the stream's lease and reads on before giving it back; the drainer publishes what they leave. */
        LEASED_ELSEWHERE,
        /** The deadline or the lease ran out, or the stream had its share of this visit; the rest is the drainer's. */
        CUT_SHORT,
        /** Someone else took the lease over, and repeats events that were accepted but not yet recorded. */
        FENCED,
        /** The bus did not accept an event; see {@link DispatchReport#stuck()}. */
        NOT_ACCEPTED,
        /** An event cannot be read; all before it is published. See {@link DispatchReport#stuck()}. */
        UNREADABLE,
        /** The store or the publisher failed; see {@link DispatchReport#message()}. */
        PORT_FAILED
    }

    /** {@return whether nothing is left to publish} */
    public boolean clean() {
        return ending == Ending.CLEAN;
    }

    /**
     * An event that the bus did not accept, or that the store's codec cannot read. Its stream stays dirty from there on and is
     * tried again later; no other stream waits.
     *
     * @param stream the stream
     * @param revision the event's revision
     * @param event the event; empty if it cannot be read: then stream and revision say which it is
     * @param cause why, {@link RejectionCause#INVALID} if the event cannot be read; the stream goes on by itself once the cause is gone
     * @param message for people
     */
    public record Stuck(StreamId stream, long revision, Optional<EventId> event, RejectionCause cause, String message) {
        /** {@return whether trying again cannot help until someone changes the limit, the rights, the bus or the codec} */
        public boolean permanent() {
            return !cause.mayPass();
        }
    }
}

package io.triskel.outbox;

import io.triskel.event.EventId;
import io.triskel.event.StreamId;
import io.triskel.publish.RejectionCause;
import java.util.Optional;

/**
 * The result of publishing one stream.
 *
 * @param stream the stream
 * @param ending why the publishing ended
 * @param published how many events the bus accepted in this call
 * @param dispatchedTo the revision up to which all events are published and recorded; 0 if unknown
 * @param stuck the event that ended the publishing because it was not accepted or cannot be read, and why
 * @param message details; empty if the ending says everything
 */
public record DispatchReport(
        StreamId stream, Ending ending, int published, long dispatchedTo, Optional<Stuck> stuck, String message) {

    /** Why publishing a stream ended. */
    public enum Ending {
        /** Everything committed is published. */
        CLEAN,
        /**
         * Another process holds the stream's lease and reads newer commits before releasing it; a drain publishes what it
         * leaves.
         */
        LEASED_ELSEWHERE,
        /**
         * The deadline passed, the lease expired, or the stream had its share of this visit; a drain publishes the rest.
         */
        CUT_SHORT,
        /** Another process took the lease over, and publishes accepted but unrecorded events again. */
        FENCED,
        /** The bus did not accept an event; see {@link DispatchReport#stuck()}. */
        NOT_ACCEPTED,
        /** An event cannot be read; all earlier events are published. See {@link DispatchReport#stuck()}. */
        UNREADABLE,
        /** The store or the publisher failed; see {@link DispatchReport#message()}. */
        PORT_FAILED
    }

    /** {@return whether nothing is left to publish} */
    public boolean clean() {
        return ending == Ending.CLEAN;
    }

    /**
     * An event that the bus did not accept, or that the store's codec cannot read. Its stream stays unpublished from there
     * and is tried again later; other streams continue.
     *
     * @param stream the stream
     * @param revision the event's revision
     * @param event the event; empty if it cannot be read: then stream and revision identify it
     * @param cause why, {@link RejectionCause#INVALID} if the event cannot be read; the stream continues by itself once the
     *     cause is fixed
     * @param message details
     */
    public record Stuck(StreamId stream, long revision, Optional<EventId> event, RejectionCause cause, String message) {
        /** {@return whether a retry cannot help until the limit, the permissions, the bus or the codec changes} */
        public boolean permanent() {
            return !cause.mayPass();
        }
    }
}

package io.triskel.outbox;

import io.triskel.event.EventId;
import io.triskel.event.StreamId;
import io.triskel.publish.Cause;
import java.util.Optional;

/**
 * An event that the bus did not accept, or that the store's codec cannot read. Its stream stays dirty from there on and is
 * tried again later; no other stream waits.
 *
 * @param stream the stream
 * @param revision the event's revision
 * @param event the event; empty if it cannot be read: then stream and revision say which it is
 * @param cause why, {@link Cause#INVALID} if the event cannot be read; the stream goes on by itself once the cause is gone
 * @param message for people
 */
public record Stuck(StreamId stream, long revision, Optional<EventId> event, Cause cause, String message) {
    /** {@return whether trying again cannot help until someone changes the limit, the rights, the bus or the codec} */
    public boolean permanent() {
        return !cause.mayPass();
    }
}

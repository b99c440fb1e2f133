package io.triskel.outbox;

import io.triskel.event.EventId;
import io.triskel.event.StreamId;
import io.triskel.publish.Cause;

/**
 * An event that the bus did not accept. Its stream stays dirty behind it and is tried again later; no other stream
 * waits.
 *
 * @param stream the stream
 * @param revision the event's
 * @param event the event
 * @param cause why; the stream goes on by itself once the cause is gone
 * @param message for people
 */
public record Stuck(StreamId stream, long revision, EventId event, Cause cause, String message) {
    /** {@return whether trying again cannot help until someone changes the event's size, the rights or the bus} */
    public boolean forGood() {
        return !cause.mayPass();
    }
}

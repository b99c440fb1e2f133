package io.triskel.outbox;

import io.triskel.event.StreamId;
import java.time.Instant;

/**
 * The right to publish a stream for a while.
 *
 * @param stream the stream
 * @param fence higher than that of every lease of this stream before
 * @param dispatchedTo what is published already: revisions up to and including this one
 * @param until when it runs out; nothing is sent after that
 */
public record DispatchLease(StreamId stream, long fence, long dispatchedTo, Instant until) {
    public DispatchLease {
        if (fence < 1 || dispatchedTo < 0) {
            throw new IllegalArgumentException(
                    "A dispatch lease has a fence from 1 and a revision from 0, this one has " + fence + " and "
                            + dispatchedTo);
        }
    }
}

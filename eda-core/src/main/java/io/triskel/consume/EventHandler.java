package io.triskel.consume;

import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.inbox.Fence;
import java.time.Instant;
import java.util.Optional;

/**
 * Handles the events of one type for a consumer. A handler is called at least once per event: until the completion is recorded
 * the same event may come again, so make effects idempotent, or fence them by {@link Handling#fence()}.
 *
 * @param <E> the type of the data
 */
@FunctionalInterface
public interface EventHandler<E> {
    /**
     * Handles one event, on the thread that calls this method.
     *
     * @throws NotYetException if something that the event needs is not there yet: it is tried again, and no attempt is counted;
     *     as {@link NotYetException.SetAside} if the events behind it shall not wait with it
     * @throws Exception if handling failed: the consumer's {@link FailurePolicy} decides
     */
    void handle(Envelope<E> event, Handling handling) throws Exception;

    /**
     * The circumstances of one call of a handler.
     *
     * @param attempt which attempt this is, from 1; without an inbox only the attempts that this processor remembers count
     * @param deadline by when the handler shall have returned
     * @param fence grows with every claim of the event; {@link Fence#none()} without an inbox
     * @param acceptedAt when the broker took the event, by the broker's own clock, so that a handler can tell its age; empty where the
     *     source does not say, and for an event that comes from a parking lot. Not to order by, see {@link Delivery#acceptedAt}
     */
    record Handling(int attempt, Deadline deadline, Fence fence, Optional<Instant> acceptedAt) {
        /** Makes the circumstances of an event of which nobody says when the broker took it. */
        public Handling(int attempt, Deadline deadline, Fence fence) {
            this(attempt, deadline, fence, Optional.empty());
        }
    }
}

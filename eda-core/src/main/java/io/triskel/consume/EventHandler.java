package io.triskel.consume;

import io.triskel.event.Envelope;

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
     * @throws NotYetException if something that the event needs is not there yet: it is tried again, and no attempt is counted
     * @throws Exception if handling failed: the consumer's {@link FailurePolicy} decides
     */
    void handle(Envelope<E> event, Handling handling) throws Exception;
}

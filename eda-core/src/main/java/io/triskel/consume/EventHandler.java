package io.triskel.consume;

import io.triskel.event.Envelope;

/**
 * What a consumer does with an event of one type. It is called at least once: until the completion is recorded the same
 * event may come again, so effects are idempotent, or fenced by {@link Handling#fence()}.
 *
 * @param <E> the type of the data
 */
@FunctionalInterface
public interface EventHandler<E> {
    /**
     * Handles one event, on the thread that it is called on.
     *
     * @throws NotYetException if what the event needs is not there yet: it is tried again, and no attempt is counted
     * @throws Exception anything else is a failure, and the consumer's {@link FailurePolicy} decides
     */
    void handle(Envelope<E> event, Handling handling) throws Exception;
}

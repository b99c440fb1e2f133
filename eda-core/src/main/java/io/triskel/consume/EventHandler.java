package io.triskel.consume;

import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.ForAdapters;
import io.triskel.inbox.Fence;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Handles the events of one type for a consumer, at least once per event: until the completion is recorded the event may be
 * redelivered, so make effects idempotent, or fence them by {@link Handling#fence()}.
 *
 * @param <E> the type of the data
 */
@FunctionalInterface
public interface EventHandler<E> {
    /**
     * Handles one event, on the thread that calls this method.
     *
     * @throws NotYetException if something that the event needs is missing: it is tried again, and no attempt is counted.
     *     {@link NotYetException.SetAside} if later events of its lane should not wait
     * @throws Exception if handling failed: the consumer's {@link FailurePolicy} decides
     */
    void handle(Envelope<E> event, Handling handling) throws Exception;

    /**
     * Handles several events of one lane together if that costs less than one after another. Only for a consumer without an
     * inbox: it must recognise duplicates itself.
     *
     * @param <E> the type of the data
     */
    @ForAdapters
    @FunctionalInterface
    interface Together<E> extends EventHandler<E> {
        /**
         * Handles events of one lane, in order. If it fails on an event, it gets them one by one, whatever has been written
         * by then.
         *
         * @param events at least one
         * @throws NotYetException if something that an event needs is missing
         * @throws Exception if handling failed
         */
        void handleAll(List<Envelope<E>> events, Handling handling) throws Exception;

        @Override
        default void handle(Envelope<E> event, Handling handling) throws Exception {
            handleAll(List.of(event), handling);
        }
    }

    /**
     * The circumstances of one call of a handler.
     *
     * @param attempt the number of this attempt, from 1; without an inbox only attempts in this processor's memory count
     * @param deadline by when the handler should have returned
     * @param fence grows with every claim of the event; {@link Fence#none()} without an inbox
     * @param acceptedAt when the broker accepted the event, by the broker's clock, to compute its age; empty if the source
     *     does not report it, and for an event from a parking lot. Do not order by it, see {@link Delivery#acceptedAt}
     */
    record Handling(int attempt, Deadline deadline, Fence fence, Optional<Instant> acceptedAt) {
        /** Makes the circumstances of an event without the broker's time. */
        public Handling(int attempt, Deadline deadline, Fence fence) {
            this(attempt, deadline, fence, Optional.empty());
        }
    }
}

package io.triskel.notify;

import io.triskel.consume.Handling;
import io.triskel.event.Envelope;

/** Handles a notification once its lookup has answered. */
@FunctionalInterface
public interface NotifiedHandler<T> {
    /**
     * Handles a notification.
     *
     * @param notification the thin event
     * @param fetched the state that it is about, at the notification's version or a newer one
     * @throws Exception to have it tried again or parked, as the consumer's policy says
     */
    void handle(Envelope<?> notification, Fetched<T> fetched, Handling handling) throws Exception;
}

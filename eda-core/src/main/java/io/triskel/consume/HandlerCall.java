package io.triskel.consume;

import io.triskel.consume.EventHandler.Handling;
import io.triskel.event.Envelope;
import io.triskel.event.PortException;
import io.triskel.observe.Observer;
import io.triskel.observe.Observer.Scope;
import org.jspecify.annotations.Nullable;

/** One call of a handler, within the observer's scope. */
final class HandlerCall {
    /** Causes may form a circle. */
    private static final int MOST_CAUSES = 32;

    private HandlerCall() {}

    /** {@return the handler's exception or error, null if it returned} */
    static @Nullable Throwable make(Equipment with, Consumer.Registered handler, Envelope<?> event, Handling handling) {
        try {
            @SuppressWarnings("unchecked") // the data's class was checked against the handler's
            Envelope<Object> untyped = (Envelope<Object>) event;
            if (with.observing()) {
                observed(with.observer(), with.consumer().name(), handler.handler(), untyped, handling);
            } else {
                handler.handler().handle(untyped, handling);
            }
            return null;
        } catch (Throwable failure) {
            return failure;
        }
    }

    /** {@return whether a port failed under the handler, which may have wrapped the port's exception in others} */
    static boolean isOfAPort(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
            if (cause instanceof PortException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static void observed(
            Observer observer, String consumer, EventHandler<Object> handler, Envelope<Object> event, Handling handling)
            throws Exception {
        Scope scope = observer.handling(consumer, event);
        try {
            handler.handle(event, handling);
        } catch (Throwable failure) {
            scope.failed(failure);
            throw failure;
        } finally {
            scope.close();
        }
    }
}

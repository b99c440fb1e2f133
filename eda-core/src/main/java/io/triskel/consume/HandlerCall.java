package io.triskel.consume;

import io.triskel.consume.EventHandler.Handling;
import io.triskel.consume.FailurePolicy.Decision;
import io.triskel.event.Envelope;
import io.triskel.event.PortException.Fault;
import io.triskel.observe.Observer;
import io.triskel.observe.Observer.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One call of a handler, within the observer's scope. */
final class HandlerCall {
    private HandlerCall() {}

    /** {@return the handler's exception or error, null if it returned} */
    static @Nullable Throwable make(
            ConsumerParts with, EventConsumer.Registered handler, Envelope<?> event, Handling handling) {
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

    /** {@return the handler's exception or error on several events of one lane, null if it handled all} */
    static @Nullable Throwable makeTogether(ConsumerParts with, List<DeliveryInWork> items, Handling handling) {
        EventHandler.Together<Object> handler = (EventHandler.Together<Object>)
                Objects.requireNonNull(items.get(0).handler()).handler();
        List<Envelope<Object>> events = new ArrayList<>(items.size());
        List<Scope> scopes = new ArrayList<>();
        try {
            for (DeliveryInWork item : items) {
                @SuppressWarnings("unchecked") // the data's class was checked against the handler's
                Envelope<Object> event = (Envelope<Object>) Objects.requireNonNull(item.envelope());
                events.add(event);
                if (with.observing()) {
                    scopes.add(with.observer().handling(with.consumer().name(), event));
                }
            }
            handler.handleAll(events, handling);
            return null;
        } catch (Throwable failure) {
            scopes.forEach(scope -> scope.failed(failure));
            return failure;
        } finally {
            for (int last = scopes.size() - 1; last >= 0; last--) {
                scopes.get(last).close();
            }
        }
    }

    /** {@return the policy's decision; retry if the policy throws, unless its package is broken} */
    static Decision decide(ConsumerParts with, Envelope<?> event, Throwable failure, int attempt) {
        try {
            return with.consumer().policy().onFailure(event, failure, attempt);
        } catch (RuntimeException | Error ofThePolicy) {
            Fault fault = Fault.of(ofThePolicy);
            if (fault == Fault.MACHINE) {
                throw ofThePolicy;
            }
            failure.addSuppressed(ofThePolicy);
            return fault == Fault.PACKAGE ? Decision.halt(broken(ofThePolicy)) : Decision.retry();
        }
    }

    /**
     * {@return why the batch halts when a class is missing or does not fit} Quotes only the {@link LinkageError}, whose
     * message names classes; an exception around it may quote the event.
     */
    static String broken(Throwable failure) {
        Throwable at = failure;
        while (!(at instanceof LinkageError) && at.getCause() != null) {
            at = at.getCause();
        }
        return "the package is broken: " + (at.getMessage() == null ? Place.of(at) : at.toString());
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

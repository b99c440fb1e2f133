package io.triskel.local.gcp.functions;

import com.google.pubsub.v1.ReceivedMessage;
import io.triskel.local.gcp.pubsub.PubSubSubscription;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Passes a subscription's events to a function, one event per call. The subscription decides how failed events are
 * redelivered: by its ordering, retry policy and dead-letter policy.
 */
public final class EventTrigger implements AutoCloseable {
    private final PubSubSubscription subscription;
    private final CloudFunction function;
    private final boolean retry;

    private EventTrigger(PubSubSubscription subscription, CloudFunction function, boolean retry) {
        this.subscription = subscription;
        this.function = function;
        this.retry = retry;
    }

    static EventTrigger start(PubSubSubscription subscription, CloudFunction function, boolean retry) {
        EventTrigger trigger = new EventTrigger(subscription, function, retry);
        FunctionDefinition definition = function.definition();
        subscription.pushTo(trigger::deliver, definition.maxInstances() * definition.concurrency());
        return trigger;
    }

    public PubSubSubscription subscription() {
        return subscription;
    }

    public CloudFunction function() {
        return function;
    }

    /** Whether every event is settled and none is in progress. */
    public boolean isCaughtUp() {
        return subscription.isCaughtUp();
    }

    /** The trigger's position, for comparison: equal to an earlier one if nothing has changed. */
    public Object position() {
        return Map.of("metrics", subscription.metrics(), "backlog", subscription.backlog());
    }

    @Override
    public void close() {
        subscription.stopPushing();
    }

    private CompletableFuture<Boolean> deliver(String name, ReceivedMessage message) {
        FunctionRequest event = EventarcEvent.of(subscription.topic().name(), name, message);
        if (event.body().length > EventarcEvent.BYTES) {
            // An event above Eventarc's limit is never delivered: it waits for the dead-letter policy, or for the end
            // of the retention.
            return CompletableFuture.completedFuture(false);
        }
        return function.invoke(event).thenApply(response -> response.isSuccess() || !retry);
    }
}

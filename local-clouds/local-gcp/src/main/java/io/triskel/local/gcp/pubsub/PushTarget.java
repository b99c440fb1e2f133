package io.triskel.local.gcp.pubsub;

import com.google.pubsub.v1.ReceivedMessage;
import java.util.concurrent.CompletionStage;

/** The target that a subscription pushes its messages to. */
@FunctionalInterface
public interface PushTarget {
    /**
     * Passes one message on without waiting.
     *
     * @param subscription the full name of the subscription
     * @return true acknowledges; false and failures bring the message again
     */
    CompletionStage<Boolean> deliver(String subscription, ReceivedMessage message);
}

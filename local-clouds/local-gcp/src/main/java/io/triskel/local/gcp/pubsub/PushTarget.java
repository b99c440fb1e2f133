package io.triskel.local.gcp.pubsub;

import com.google.pubsub.v1.ReceivedMessage;
import java.util.concurrent.CompletionStage;

/** The target to which a subscription pushes its messages. */
@FunctionalInterface
public interface PushTarget {
    /**
     * Delivers one message without waiting.
     *
     * @param subscription the full name of the subscription
     * @return true acknowledges; after false or a failure the message is redelivered
     */
    CompletionStage<Boolean> deliver(String subscription, ReceivedMessage message);
}

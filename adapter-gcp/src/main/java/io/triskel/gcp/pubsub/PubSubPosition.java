package io.triskel.gcp.pubsub;

import io.triskel.consume.Delivery.Position;

/** The position of an event in a subscription; all readers use this text. */
public final class PubSubPosition {
    private PubSubPosition() {}

    /** {@return the subscription's full name, a slash and the message's id, which is unique in its topic} */
    public static Position of(String subscription, String messageId) {
        return new Position(subscription + "/" + messageId);
    }
}

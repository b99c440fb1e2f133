package io.triskel.gcp.pubsub;

import io.triskel.consume.Delivery.Position;

/** Where an event stands in a subscription; all readers use this text. */
public final class PubSubPosition {
    private PubSubPosition() {}

    /** {@return the subscription's full name and the message's id, which is unique in its topic, with a slash between} */
    public static Position of(String subscription, String messageId) {
        return new Position(subscription + "/" + messageId);
    }
}

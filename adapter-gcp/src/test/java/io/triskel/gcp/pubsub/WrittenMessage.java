package io.triskel.gcp.pubsub;

import com.google.pubsub.v1.PubsubMessage;
import io.triskel.publish.EventBus.Outgoing;

/** Shows tests of other packages what the adapter sends. */
public final class WrittenMessage {
    private WrittenMessage() {}

    public static PubsubMessage of(Outgoing outgoing) {
        return PubSubBinding.write(outgoing);
    }
}

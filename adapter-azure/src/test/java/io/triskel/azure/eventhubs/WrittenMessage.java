package io.triskel.azure.eventhubs;

import com.azure.messaging.eventhubs.EventData;
import io.triskel.publish.EventBus.Outgoing;

/** Shows tests of other packages what the adapter sends. */
public final class WrittenMessage {
    private WrittenMessage() {}

    public static EventData of(Outgoing outgoing) {
        return AmqpBinding.write(outgoing);
    }
}

package io.triskel.azure.eventhubs;

import io.triskel.consume.Position;
import java.util.Locale;

/** Where an event stands in a hub: the same words whoever reads it, so that what one parked by its position another one knows. */
public final class HubPosition {
    private HubPosition() {}

    /** {@return hub, partition and sequence number, with slashes between; names of hubs have no case} */
    public static Position of(String hub, String partition, String sequenceNumber) {
        return new Position(hub.toLowerCase(Locale.ROOT) + "/" + partition + "/" + sequenceNumber);
    }
}

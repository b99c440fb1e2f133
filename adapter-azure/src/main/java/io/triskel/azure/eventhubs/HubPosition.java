package io.triskel.azure.eventhubs;

import io.triskel.consume.Delivery.Position;
import java.util.Locale;

/**
 * Where an event stands in a hub. All readers use this text, so that one reader recognises an event that another parked by its
 * position.
 */
public final class HubPosition {
    private HubPosition() {}

    /** {@return hub, partition and sequence number, with slashes between; the hub in lower case, since hub names ignore case} */
    public static Position of(String hub, String partition, String sequenceNumber) {
        return new Position(hub.toLowerCase(Locale.ROOT) + "/" + partition + "/" + sequenceNumber);
    }
}

package io.triskel.azure.eventhubs;

import io.triskel.consume.Delivery.Position;
import java.util.Locale;

/**
 * The position of an event in a hub. All readers use this text, so that one reader recognises an event that another
 * parked.
 */
public final class HubPosition {
    private HubPosition() {}

    /**
     * {@return hub, partition and sequence number, separated by slashes; the hub in lower case, since hub names ignore
     * case}
     */
    public static Position of(String hub, String partition, String sequenceNumber) {
        return new Position(hub.toLowerCase(Locale.ROOT) + "/" + partition + "/" + sequenceNumber);
    }
}

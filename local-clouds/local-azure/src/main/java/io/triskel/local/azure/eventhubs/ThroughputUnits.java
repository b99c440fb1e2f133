package io.triskel.local.azure.eventhubs;

import io.triskel.local.TokenBucket;
import java.util.Optional;

/**
 * The namespace's quotas per second: per unit 1 MB or 1,000 events in, 2 MB or 4,096 events out (Event Hubs documentation,
 * "Scaling with Event Hubs"). Without quotas it is unlimited.
 */
final class ThroughputUnits {
    private static final int EVENTS_IN = 1_000;
    private static final int BYTES_IN = 1_000_000;
    private static final int EVENTS_OUT = 4_096;
    private static final int BYTES_OUT = 2_000_000;

    private final Optional<Direction> in;
    private final Optional<Direction> out;
    private final String namespace;

    ThroughputUnits(EventHubsSettings settings) {
        this.namespace = settings.namespace();
        this.in = settings.quotas() ? Optional.of(new Direction(settings, EVENTS_IN, BYTES_IN)) : Optional.empty();
        this.out = settings.quotas() ? Optional.of(new Direction(settings, EVENTS_OUT, BYTES_OUT)) : Optional.empty();
    }

    /** @throws HubException server-busy, if the units are used up */
    void takeIn(int events, int bytes) {
        if (in.isPresent() && !in.get().tryTake(events, bytes)) {
            throw new HubException(
                    HubException.SERVER_BUSY,
                    "The request was terminated because the namespace " + namespace
                            + " is being throttled. Error code : 50002. Please wait 4 seconds and try again.");
        }
    }

    /** False if delivery must wait: readers are slowed down without an error. */
    boolean takeOut(int bytes) {
        return out.isEmpty() || out.get().tryTake(1, bytes);
    }

    private static final class Direction {
        private final TokenBucket events;
        private final TokenBucket bytes;

        Direction(EventHubsSettings settings, int eventsPerUnit, int bytesPerUnit) {
            events = new TokenBucket((double) eventsPerUnit * settings.throughputUnits(), settings.clock());
            bytes = new TokenBucket((double) bytesPerUnit * settings.throughputUnits(), settings.clock());
        }

        synchronized boolean tryTake(int eventCount, int byteCount) {
            return bytes.has(byteCount) && events.tryTake(eventCount) && bytes.tryTake(byteCount);
        }
    }
}

package io.triskel.hosting;

import io.triskel.event.DerivedId;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.OrderingKey;
import io.triskel.transfer.Replicas;
import io.triskel.transfer.Replicas.Replica;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * An event that the clock sends through the bus to every consumer. Each consumer notes the newest one, so that a consumer that
 * nothing invokes shows by the age of its note. The event's time is when the clock sent it.
 *
 * @param minute of the epoch, which makes the ordering key: another one each minute, so that every partition gets heartbeats
 */
public record Heartbeat(long minute) {
    /** The type of heartbeats. */
    public static final EventType TYPE = EventType.of("triskel.heartbeat", 1);

    private static final String COLLECTION = "heartbeats";
    private static final int MINUTE = 60;
    private static final byte[] NOTHING = {};

    /**
     * {@return a heartbeat as an event}
     *
     * @param source of the application's events
     */
    public static Envelope<Heartbeat> at(Instant now, String source) {
        Instant placed = now.truncatedTo(ChronoUnit.MILLIS);
        long minute = placed.getEpochSecond() / MINUTE;
        return Envelope.of(
                        new EventId(source + "/clock", DerivedId.of("heartbeat", placed.toString())),
                        TYPE,
                        new Heartbeat(minute))
                .withKey(new OrderingKey("heartbeat-" + minute))
                .withTime(placed.atOffset(ZoneOffset.UTC));
    }

    /** Notes that a consumer got a heartbeat of that moment; an older one than the noted one changes nothing. */
    public static void note(Replicas notes, String consumer, Instant placed) {
        boolean unused = notes.put(COLLECTION, Replica.of(consumer, placed.toEpochMilli(), NOTHING));
    }

    /** {@return how many seconds ago the newest heartbeat that a consumer noted was sent; empty if it has noted none} */
    public static Optional<Long> age(Replicas notes, String consumer, Instant now) {
        return notes.get(COLLECTION, consumer)
                .map(note -> Duration.between(Instant.ofEpochMilli(note.version()), now))
                .map(age -> Math.max(0, age.toSeconds()));
    }

    /** {@return whether a collection of replicas has these notes} */
    public static boolean areIn(String collection) {
        return collection.equals(COLLECTION);
    }
}

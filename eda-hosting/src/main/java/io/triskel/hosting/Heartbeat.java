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
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An event that the clock sends through the bus to every consumer. Each consumer notes it, so that a consumer that nothing
 * invokes shows by the age of its notes, and one with a partition that stands by a note that is missing. The event's time is when the clock sent it.
 *
 * @param minute of the epoch, which makes the ordering key: another one each minute, so that every partition gets heartbeats
 */
public record Heartbeat(long minute) {
    /** The type of heartbeats. */
    public static final EventType TYPE = EventType.of("triskel.heartbeat", 1);

    private static final String COLLECTION = "heartbeats";
    private static final int MINUTE = 60;
    private static final int ROWS = 60;
    private static final int EXACT = 15;
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

    /** Notes that a consumer got a heartbeat of that moment. */
    public static void note(Replicas notes, String consumer, Instant placed) {
        put(notes, row(consumer, minuteOf(placed)), placed);
    }

    private static void put(Replicas notes, String row, Instant at) {
        boolean unused = notes.put(COLLECTION, Replica.of(row, at.toEpochMilli(), NOTHING));
    }

    /** Each minute of an hour has a row of its own, so that a heartbeat that is missing shows behind newer ones. */
    private static String row(String consumer, long minute) {
        return consumer + "/" + Math.floorMod(minute, ROWS);
    }

    private static long minuteOf(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), (long) MINUTE);
    }

    private static Optional<Instant> at(Replicas notes, String row) {
        return notes.get(COLLECTION, row).map(note -> Instant.ofEpochMilli(note.version()));
    }

    /** {@return the heartbeat of that moment's minute, if the consumer has noted it} */
    public static Optional<Instant> noted(Replicas notes, String consumer, Instant moment) {
        return at(notes, row(consumer, minuteOf(moment))).filter(there -> minuteOf(there) == minuteOf(moment));
    }

    /** Waits for a consumer that has noted none from now on. */
    public static void expect(Replicas notes, String consumer, Instant now) {
        put(notes, consumer, now);
    }

    /** {@return since when a consumer is waited for that had noted none then} */
    public static Optional<Instant> expected(Replicas notes, String consumer) {
        return at(notes, consumer);
    }

    /**
     * {@return how many seconds ago the newest heartbeat that a consumer noted was sent; since it is waited for, if it has noted none;
     * empty if neither} Reads a row for each minute of the answer, from the moment on from which the consumer is waited for; one that is
     * older than {@value #EXACT} minutes may be told too old.
     */
    public static Optional<Long> age(Replicas notes, String consumer, Instant now) {
        return noted(notes, consumer, now)
                .or(() -> noted(notes, consumer, now.minusSeconds(MINUTE)))
                .or(() -> late(notes, consumer, minuteOf(now)))
                .map(at -> Math.max(0, Duration.between(at, now).toSeconds()));
    }

    /** Only a consumer that nothing waits for yet, at the very first look, is looked for in all rows. */
    private static Optional<Instant> late(Replicas notes, String consumer, long now) {
        Optional<Instant> newest = expected(notes, consumer);
        long first = newest.map(since -> Math.max(minuteOf(since), now - EXACT)).orElse(now - ROWS + 1);
        for (long minute = now - 2; minute >= first; minute--) {
            Optional<Instant> there = at(notes, row(consumer, minute));
            if (there.isPresent() && minuteOf(there.get()) == minute) {
                return there;
            }
            newest = Stream.of(newest, there).flatMap(Optional::stream).max(Comparator.naturalOrder());
        }
        return newest;
    }

    /** {@return whether a collection of replicas has these notes} */
    public static boolean areIn(String collection) {
        return collection.equals(COLLECTION);
    }
}

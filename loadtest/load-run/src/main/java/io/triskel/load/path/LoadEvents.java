package io.triskel.load.path;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.OrderingKey;
import io.triskel.load.traffic.Stamp;
import io.triskel.publish.EventBus.WireMode;
import java.util.Optional;
import java.util.SplittableRandom;

/** The events of a run as envelopes: a stamp, and as much text as makes the event as large as the workload says. */
public final class LoadEvents {
    /** The type of the events. */
    public static final EventType TYPE = EventType.of("triskel.load.event", 1);

    private static final String SOURCE = "/load";
    private static final int RADIX = 36;
    /** The texts of two events begin at different places, so that a mix-up shows. */
    private static final int PLACES = 1 << 12;

    private final EventCodec codec;
    private final WireMode mode;
    private final long run;
    private final int size;
    private final String text;
    /** Bytes of an envelope without a body, by the lengths of id and key; 0 where they have not been counted yet. */
    private final int[][] envelopes = new int[64][16];

    /**
     * The data of an event.
     *
     * @param stamp as {@link Stamp#text} writes it
     * @param body any text
     */
    public record Data(String stamp, String body) {}

    /**
     * Creates events of a size, by the bus's count: body, attributes and ordering key.
     *
     * @param run tells them from those of all other runs
     * @throws IllegalArgumentException if the envelope alone is larger
     */
    LoadEvents(WireMode mode, long run, int size) {
        this.codec = codec(size);
        this.mode = mode;
        this.run = run;
        this.size = size;
        this.text = text(size + PLACES, run);
        // With the longest names, so that none of the events is larger than asked.
        int least = bytes(envelope(new Stamp(run, Integer.MAX_VALUE, Integer.MAX_VALUE, 0, 0, 0), ""));
        if (least > size) {
            throw new IllegalArgumentException("On this target an event with its envelope and stamp has at least "
                    + least + " bytes, but the workload asks for " + size + ": raise event.size");
        }
    }

    /** {@return a codec of events up to this size} */
    public static EventCodec codec(int size) {
        return EventCodec.of(TypeRegistry.builder().add(TYPE, Data.class).build())
                .withMaxBytes(Math.max(EventCodec.DEFAULT_MAX_BYTES, size));
    }

    EventCodec codec() {
        return codec;
    }

    /** {@return the event of a stamp, whose checksum of the body is computed here} */
    Envelope<Data> event(int key, int number, long intended, long sent) {
        Stamp unchecked = new Stamp(run, key, number, intended, sent, 0);
        String body = body(key, number, Math.max(0, size - envelopeBytes(unchecked)));
        return envelope(new Stamp(run, key, number, intended, sent, Stamp.checksum(body)), body);
    }

    private int envelopeBytes(Stamp stamp) {
        int id = id(stamp).length();
        int key = key(stamp.key()).value().length();
        if (envelopes[id][key] == 0) {
            envelopes[id][key] = bytes(envelope(stamp, ""));
        }
        return envelopes[id][key];
    }

    /** {@return the stamp of an event that arrived; empty if it cannot be read any more} */
    public static Optional<Stamp> stamp(Envelope<Data> event) {
        return Stamp.of(event.data().stamp());
    }

    /** {@return whether key, id and body are those of the stamp} */
    public static boolean isIntact(Envelope<Data> event, Stamp stamp) {
        return Stamp.checksum(event.data().body()) == stamp.body()
                && event.id().equals(new EventId(SOURCE, id(stamp)))
                && event.key().equals(Optional.of(key(stamp.key())));
    }

    static OrderingKey key(int number) {
        return new OrderingKey("k" + Integer.toString(number, RADIX));
    }

    private Envelope<Data> envelope(Stamp stamp, String body) {
        return Envelope.of(new EventId(SOURCE, id(stamp)), TYPE, new Data(stamp.text(), body))
                .withKey(key(stamp.key()));
    }

    private static String id(Stamp stamp) {
        return Long.toString(stamp.run(), RADIX) + "-" + Integer.toString(stamp.key(), RADIX) + "-"
                + Integer.toString(stamp.number(), RADIX);
    }

    private String body(int key, int number, int length) {
        int place = (key * 31 + number) & (PLACES - 1);
        return text.substring(place, place + length);
    }

    private int bytes(Envelope<Data> event) {
        int key = event.key().orElseThrow().value().length();
        long bytes = mode == WireMode.STRUCTURED
                ? codec.encode(event).length
                : codec.encodeBinary(event).bytes();
        return Math.toIntExact(bytes + key);
    }

    private static String text(int length, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder letters = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            letters.append((char) ('a' + random.nextInt(26)));
        }
        return letters.toString();
    }
}

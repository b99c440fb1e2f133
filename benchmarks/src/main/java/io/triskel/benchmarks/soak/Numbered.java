package io.triskel.benchmarks.soak;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.OrderingKey;
import io.triskel.event.StreamId;

/**
 * The data of a soak's events.
 *
 * @param number of the event within its key, from 0, in the order of publication
 * @param key its key
 */
public record Numbered(int number, String key) {
    /** The type of most events. */
    static final EventType TYPE = EventType.of("triskel.load.numbered", 1);
    /** The type of the events of sampled keys, the only one that the consumer with an inbox subscribes to. */
    public static final EventType SAMPLED_TYPE = EventType.of("triskel.load.sampled", 1);

    /** A codec that knows both types. */
    public static final EventCodec CODEC = EventCodec.of(TypeRegistry.builder()
            .add(TYPE, Numbered.class)
            .add(SAMPLED_TYPE, Sampled.class)
            .build());

    /** The data of the events of sampled keys. */
    public record Sampled(int number, String key) {
        Numbered plain() {
            return new Numbered(number, key);
        }
    }

    Envelope<?> event(boolean sampled) {
        EventId id = new EventId("/load/soak", key + "-" + number);
        Envelope<?> event =
                sampled ? Envelope.of(id, SAMPLED_TYPE, new Sampled(number, key)) : Envelope.of(id, TYPE, this);
        return event.withKey(new OrderingKey(key));
    }

    static Numbered of(Envelope<?> event) {
        return event.data() instanceof Sampled sampled ? sampled.plain() : (Numbered) event.data();
    }

    /** Where a consumer keeps the effects of a key. */
    static StreamId stream(String consumer, String key) {
        return new StreamId(consumer + "-" + key);
    }
}

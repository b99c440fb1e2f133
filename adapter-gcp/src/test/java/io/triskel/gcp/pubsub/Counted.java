package io.triskel.gcp.pubsub;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.OrderingKey;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** What events carry that are counted on through all keys in turn, so that one sees what is missing and what is out of order. */
record Counted(String key, int n) {
    static final EventType TYPE = EventType.of("triskel.test.counted", 1);
    static final EventCodec CODEC =
            EventCodec.of(TypeRegistry.builder().add(TYPE, Counted.class).build());
    static final int KEYS = 8;

    static Counted of(int n) {
        return new Counted("key-" + n % KEYS, n);
    }

    static Envelope<?> event(int n) {
        return withoutKey(n).withKey(new OrderingKey(of(n).key()));
    }

    static Envelope<?> withoutKey(int n) {
        return Envelope.of(new EventId("/test", UUID.randomUUID().toString()), TYPE, of(n));
    }

    static List<Envelope<?>> events(int from, int to) {
        return IntStream.range(from, to).<Envelope<?>>mapToObj(Counted::event).toList();
    }

    /** Every event up to that one was seen, and when it was seen first all earlier ones of its key had been. */
    static void assertInOrder(List<Counted> seen, int upTo) {
        for (int key = 0; key < KEYS; key++) {
            int own = key;
            assertThat(seen.stream()
                            .filter(counted -> counted.n() % KEYS == own)
                            .distinct())
                    .isEqualTo(IntStream.range(0, upTo)
                            .filter(n -> n % KEYS == own)
                            .mapToObj(Counted::of)
                            .toList());
        }
    }
}

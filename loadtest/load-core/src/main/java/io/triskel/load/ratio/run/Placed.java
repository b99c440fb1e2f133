package io.triskel.load.ratio.run;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.OrderingKey;
import java.util.List;
import java.util.stream.IntStream;

/** The data of the events that are measured: an order of three lines, about 400 bytes as a structured event. */
public record Placed(String orderId, String customerId, long cents, List<Line> lines) {
    /** Of the events. */
    public static final EventType TYPE = EventType.of("triskel.load.placed", 1);
    /** Knows the type. */
    public static final EventCodec CODEC =
            EventCodec.of(TypeRegistry.builder().add(TYPE, Placed.class).build());

    static final String SOURCE = "/load/orders";

    /** One of three. */
    public record Line(String productId, int quantity, long cents) {}

    public Placed {
        lines = List.copyOf(lines);
    }

    static Placed of(int number) {
        return new Placed(
                "order-" + number,
                "customer-" + number % 97,
                1_000L + number % 1_000,
                IntStream.range(0, 3)
                        .mapToObj(i -> new Line("product-" + (number + i) % 31, 1 + i, 333L * (i + 1)))
                        .toList());
    }

    /** {@return so many events, whose keys follow each other in turns} */
    public static List<Envelope<?>> events(int count, int keys) {
        return IntStream.range(0, count)
                .<Envelope<?>>mapToObj(n -> Envelope.of(new EventId(SOURCE, "event-" + n), TYPE, of(n))
                        .withKey(new OrderingKey(key(n, keys))))
                .toList();
    }

    static String key(int number, int keys) {
        return "key-" + number % keys;
    }
}

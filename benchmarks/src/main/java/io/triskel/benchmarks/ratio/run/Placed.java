package io.triskel.benchmarks.ratio.run;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.EventConsumer;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.OrderingKey;
import io.triskel.publish.EventBus;
import io.triskel.publish.OrderedPublisher;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** The data of the events that are measured: an order of three lines, about 400 bytes as a structured event. */
public record Placed(String orderId, String customerId, long cents, List<Line> lines) {
    /** The type of the events. */
    public static final EventType TYPE = EventType.of("triskel.load.placed", 1);
    /** A codec that knows the type. */
    public static final EventCodec CODEC =
            EventCodec.of(TypeRegistry.builder().add(TYPE, Placed.class).build());

    static final String SOURCE = "/load/orders";

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** One of an order's three lines. */
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

    /** {@return so many events, whose keys take turns} */
    public static List<Envelope<?>> events(int count, int keys) {
        return events(count, keys, 1);
    }

    /** As many events, with {@code perKey} events of a key in a row. */
    static List<Envelope<?>> events(int count, int keys, int perKey) {
        return IntStream.range(0, count)
                .<Envelope<?>>mapToObj(n -> Envelope.of(new EventId(SOURCE, "event-" + n), TYPE, of(n))
                        .withKey(new OrderingKey(key(n, keys, perKey))))
                .toList();
    }

    /**
     * Publishes so many events, whose keys take turns.
     *
     * @throws IllegalStateException if any is not accepted within some minutes
     */
    public static void publish(EventBus bus, int count, int keys) {
        boolean published = OrderedPublisher.builder(bus, CODEC)
                .build()
                .publishAndWait(events(count, keys), Deadline.in(PATIENCE, InstantSource.system()))
                .complete();
        if (!published) {
            throw new IllegalStateException("The events that are needed could not be published");
        }
    }

    /** {@return a processor that settles such events and only counts them} */
    public static BatchProcessor counted() {
        LongAdder handled = new LongAdder();
        return BatchProcessor.of(EventConsumer.named("counting")
                        .on(TYPE, Placed.class, (event, handling) -> handled.increment())
                        .build())
                .codec(CODEC)
                .build();
    }

    static String key(int number, int keys, int perKey) {
        return "key-" + number / perKey % keys;
    }
}

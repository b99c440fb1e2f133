package io.triskel.aws.lambda;

import io.triskel.codec.EncodedData;
import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Deliveries;
import io.triskel.consume.Delivery;
import io.triskel.consume.Delivery.Position;
import io.triskel.consume.EventConsumer;
import io.triskel.consume.Redelivery;
import io.triskel.consume.Settlement;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.OrderingKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Sends invented events through codec and settlement, so that classes are loaded and data mappings built before the
 * first real event. Has no other effect: the consumer of these events does nothing and stores nothing.
 */
final class Priming {
    private static final EncodedData NOTHING = new EncodedData(Optional.empty(), "{}".getBytes(StandardCharsets.UTF_8));

    private final EventCodec codec;
    private final Predicate<EventType> wanted;
    private final InstantSource clock;

    Priming(EventCodec codec, Predicate<EventType> wanted, InstantSource clock) {
        this.codec = codec;
        this.wanted = wanted;
        this.clock = clock;
    }

    void run() {
        List<EventType> types = codec.types().types().stream().filter(wanted).toList();
        if (types.isEmpty()) {
            return; // The primed handler passes events on encoded, so there is no mapping to prime.
        }
        EventConsumer.Builder nobody = EventConsumer.named("priming");
        types.stream()
                .map(codec.types()::newestOf)
                .distinct()
                .forEach(type -> nobody.on(type, (event, handling) -> {}));
        BatchProcessor processor =
                BatchProcessor.of(nobody.build()).codec(codec).clock(clock).build();
        // Handlers and events are invented, so their outcome does not matter.
        Settlement unused = processor.process(
                types.stream().map(this::delivery).toList(),
                Redelivery.FROM_FIRST_UNSETTLED,
                Deadline.in(Duration.ofSeconds(5), clock));
    }

    /**
     * The data fits few event types. A type's mapping is built even if it then rejects the data, which goes no further.
     */
    private Delivery delivery(EventType type) {
        Envelope<EncodedData> event = Envelope.of(new EventId("triskel:priming", "1"), type, NOTHING)
                .withKey(new OrderingKey(type.toString()));
        return Deliveries.read(codec, wanted, codec.encode(event), Optional.empty(), new Position(type.toString()));
    }
}

package io.triskel.benchmarks.growth;

import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.codec.WireEvent;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.OrderingKey;
import io.triskel.parking.Lane;
import io.triskel.parking.ParkingLot.ParkedEvent;
import io.triskel.publish.EventPublisher;
import io.triskel.publish.PublishReport;
import io.triskel.publish.PublishReport.Entry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The events of the growth benchmarks, and a bus that takes them all. */
final class Things {
    static final EventType TYPE = EventType.of("triskel.benchmarks.thing", 1);
    static final EventType TOLD = EventType.of("triskel.benchmarks.told", 1);
    static final EventCodec CODEC = EventCodec.of(TypeRegistry.builder()
            .add(TYPE, Thing.class)
            .add(TOLD, Sagas.Told.class)
            .build());
    static final String CONSUMER = "benchmark";
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final InstantSource CLOCK = () -> NOW;

    /** The items of a call, where a caller takes all items in many calls. */
    static final int PAGE = 100;

    /** Data of an event. */
    record Thing(int number) {}

    private Things() {}

    static Envelope<Thing> event(int number, String key) {
        return Envelope.of(new EventId("/things", "thing-" + number), TYPE, new Thing(number))
                .withKey(new OrderingKey(key));
    }

    static ParkedEvent parked(int number, String lane) {
        Envelope<Thing> event = event(number, lane);
        return new ParkedEvent(
                CONSUMER,
                Lane.of(lane),
                event.id(),
                WireEvent.structured(CODEC.encode(event)),
                "p",
                "benchmark",
                1,
                NOW,
                Optional.of(NOW));
    }

    static Deadline deadline() {
        return Deadline.in(Duration.ofMinutes(5), CLOCK);
    }

    static EventPublisher acceptsAll() {
        return new EventPublisher() {
            @Override
            public CompletionStage<PublishReport> publish(List<? extends Envelope<?>> events, Deadline deadline) {
                return CompletableFuture.completedFuture(new PublishReport(events.stream()
                        .<Entry>map(event -> new Entry.Accepted(event, "p"))
                        .toList()));
            }

            @Override
            public void resume(OrderingKey key) {}

            @Override
            public EventPublisher withOwnWithholding() {
                return this;
            }
        };
    }
}

package io.triskel.testkit.publish;

import io.triskel.codec.EventCodec;
import io.triskel.consume.Delivery;
import io.triskel.consume.Redelivery;
import io.triskel.consume.Settlement;
import io.triskel.consume.Verdict;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.memory.InMemoryBus;
import io.triskel.memory.InMemorySubscription;
import io.triskel.publish.EventBus.BusLimits;
import io.triskel.publish.EventBus.WireMode;
import io.triskel.publish.EventPublisher;
import io.triskel.publish.OrderedPublisher;
import io.triskel.testkit.SilentBus;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** A publisher over an in-memory bus with tight limits, and what arrived there. */
final class InMemoryPublishing {
    private final EventCodec codec;
    private final InMemoryBus bus;
    private final EventPublisher publisher;
    private final InMemorySubscription subscription;
    private final List<Envelope<?>> arrived = new ArrayList<>();

    InMemoryPublishing(EventCodec codec, WireMode mode) {
        this.codec = codec;
        bus = InMemoryBus.of(codec, mode, 3)
                .withLimits(new BusLimits(mode, 7, 20_000, 8_000, true, true, Duration.ofSeconds(10)));
        subscription = bus.subscribe("contract", Redelivery.FROM_FIRST_UNSETTLED);
        publisher = OrderedPublisher.builder(bus, codec).build();
    }

    BusLimits limits() {
        return bus.limits();
    }

    EventPublisher silent() {
        return OrderedPublisher.builder(new SilentBus(bus), codec).build();
    }

    /** Its reports wait for the bus for as long as it takes. */
    EventPublisher waitingForTheBus() {
        return OrderedPublisher.builder(new SilentBus(bus), codec)
                .maxInFlight(8)
                .alarms((delay, wake) -> () -> {})
                .build();
    }

    EventPublisher publisher() {
        return publisher;
    }

    Deadline deadline() {
        return Deadline.in(Duration.ofMinutes(4), InstantSource.system());
    }

    synchronized List<Envelope<?>> readBack() {
        List<Delivery> batch = subscription.poll(100);
        while (!batch.isEmpty()) {
            for (Delivery delivery : batch) {
                arrived.add(((Delivery.Decoded) delivery).envelope());
            }
            subscription.settle(
                    new Settlement(batch.stream().map(each -> Verdict.handled()).toList()));
            batch = subscription.poll(100);
        }
        return List.copyOf(arrived);
    }
}

package io.triskel.orders.memory;

import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Consumer;
import io.triskel.consume.Delivery;
import io.triskel.consume.ParkedReplay;
import io.triskel.consume.Redelivery;
import io.triskel.consume.Settlement;
import io.triskel.consume.Verdict;
import io.triskel.event.Deadline;
import io.triskel.memory.InMemoryBus;
import io.triskel.memory.InMemorySubscription;
import io.triskel.observe.Observer;
import io.triskel.parking.Lane;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** One consumer at its subscription. */
final class SubscribedConsumer {
    /** As a host waits before it brings a batch again that could not be settled. */
    private static final Duration REST = Duration.ofMillis(100);

    private final Consumer consumer;
    private final Redelivery source;
    private final BatchProcessor processor;
    private final ParkedReplay replay;
    private final InMemorySubscription subscription;
    private Instant restsUntil = Instant.MIN;

    SubscribedConsumer(
            Consumer consumer,
            Redelivery source,
            InMemoryBus bus,
            EventCodec codec,
            DrivenClock clock,
            Observer observer) {
        this.consumer = consumer;
        this.source = source;
        this.processor = BatchProcessor.of(consumer)
                .codec(codec)
                .clock(clock)
                .observer(observer)
                .pause(clock::advance)
                .build();
        this.replay = ParkedReplay.of(consumer)
                .codec(codec)
                .clock(clock)
                .observer(observer)
                .build();
        this.subscription = bus.subscribe(consumer.name(), source);
    }

    String name() {
        return consumer.name();
    }

    /**
     * Takes one batch, unless it rests.
     *
     * @return whether that got the consumer any further
     */
    boolean turn(int limit, InstantSource clock) {
        if (clock.instant().isBefore(restsUntil)) {
            return false;
        }
        List<Delivery> deliveries = subscription.poll(limit);
        if (deliveries.isEmpty()) {
            return false;
        }
        Settlement settlement = processor.process(deliveries, source, Deadline.in(Duration.ofMinutes(1), clock));
        subscription.settle(settlement);
        boolean further = settlement.complete()
                || settlement.verdicts().stream()
                        .anyMatch(verdict -> verdict instanceof Verdict.Handled || verdict instanceof Verdict.Parked);
        if (!further) {
            restsUntil = clock.instant().plus(REST);
        }
        return further;
    }

    void replay(Lane lane, InstantSource clock) {
        replay.replay(lane, 1000, Deadline.in(Duration.ofMinutes(1), clock));
    }

    boolean drained() {
        return subscription.drained();
    }
}

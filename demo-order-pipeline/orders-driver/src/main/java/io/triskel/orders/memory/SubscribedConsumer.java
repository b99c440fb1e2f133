package io.triskel.orders.memory;

import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.consume.EventConsumer;
import io.triskel.consume.Redelivery;
import io.triskel.consume.Settlement;
import io.triskel.consume.Verdict;
import io.triskel.event.Deadline;
import io.triskel.memory.InMemoryBus;
import io.triskel.memory.InMemorySubscription;
import io.triskel.observe.Observer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** One consumer at its subscription; its turns are for one thread at a time. */
final class SubscribedConsumer {
    /** The pause before an unsettled batch is redelivered, as with a host. */
    private static final Duration REST = Duration.ofMillis(100);

    private final EventConsumer consumer;
    private final Redelivery source;
    private final BatchProcessor processor;
    private final InMemorySubscription subscription;
    private Instant restsUntil = Instant.MIN;

    SubscribedConsumer(
            EventConsumer consumer,
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
        this.subscription = bus.subscribe(consumer.name(), source, processor.subscription());
    }

    String name() {
        return consumer.name();
    }

    /**
     * Takes one batch after another, until the consumer rests.
     *
     * @param batches the most batches
     * @param limit the most events of a batch
     * @return whether the consumer made progress
     */
    boolean turn(int batches, int limit, InstantSource clock) {
        boolean further = false;
        for (int i = 0; i < batches && !clock.instant().isBefore(restsUntil); i++) {
            List<Delivery> deliveries = subscription.poll(limit);
            if (deliveries.isEmpty()) {
                break;
            }
            further |= settle(deliveries, clock);
        }
        return further;
    }

    private boolean settle(List<Delivery> deliveries, InstantSource clock) {
        Settlement settlement = processor.process(deliveries, source, Deadline.in(Duration.ofMinutes(1), clock));
        subscription.settle(settlement);
        boolean further = settlement.complete()
                || settlement.verdicts().stream()
                        .anyMatch(verdict -> verdict == Verdict.Done.HANDLED || verdict instanceof Verdict.Parked);
        if (!further) {
            restsUntil = clock.instant().plus(REST);
        }
        return further;
    }

    long waiting() {
        return subscription.waiting();
    }

    boolean drained() {
        return subscription.drained();
    }
}

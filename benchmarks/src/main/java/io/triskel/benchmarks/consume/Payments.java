package io.triskel.benchmarks.consume;

import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.consume.Delivery.Position;
import io.triskel.consume.EventConsumer;
import io.triskel.consume.EventHandler;
import io.triskel.consume.Redelivery;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.OrderingKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The events that the benchmarks of this package handle: in batches of 100, each of 20 lanes. */
final class Payments {
    static final EventType TYPE = EventType.of("triskel.benchmarks.paid", 1);
    static final int EVENTS = 10_000;
    static final int BATCH = 100;
    private static final int LANES = 20;

    /** Data of an event. */
    record Paid(long cents) {}

    private Payments() {}

    static List<List<Delivery>> batches(int events) {
        List<List<Delivery>> batches = new ArrayList<>();
        for (int from = 0; from < events; from += BATCH) {
            List<Delivery> batch = new ArrayList<>();
            for (int i = from; i < from + BATCH; i++) {
                EventId id = new EventId("/payments", "payment-" + i);
                Envelope<Paid> event =
                        Envelope.of(id, TYPE, new Paid(i)).withKey(new OrderingKey("account-" + i % LANES));
                batch.add(Delivery.of(event, new Position("shard:" + i)));
            }
            batches.add(batch);
        }
        return batches;
    }

    static EventConsumer.Builder consumer(EventHandler<Paid> handler) {
        return EventConsumer.named("benchmark").on(TYPE, Paid.class, handler);
    }

    static Object settle(BatchProcessor processor, List<List<Delivery>> batches) {
        Deadline deadline = Deadline.in(Duration.ofMinutes(5), InstantSource.system());
        Object last = List.of();
        for (List<Delivery> batch : batches) {
            last = processor.process(batch, Redelivery.FROM_FIRST_UNSETTLED, deadline);
        }
        return last;
    }
}

package io.triskel.load.path;

import io.triskel.codec.EventCodec;
import io.triskel.consume.BatchProcessor;
import io.triskel.consume.Delivery;
import io.triskel.consume.Redelivery;
import io.triskel.consume.Verdict;
import io.triskel.event.Deadline;
import io.triskel.load.Consumption;
import io.triskel.load.TestPorts;
import io.triskel.memory.InMemoryBus;
import io.triskel.memory.InMemoryStores;
import io.triskel.memory.InMemorySubscription;
import io.triskel.platform.Stores;
import io.triskel.publish.EventBus;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;

/** A bus in memory, with what a test puts between it and its publisher. */
public record BusFixture(InMemoryBus memory, EventBus bus, UnaryOperator<List<Delivery>> delivered)
        implements TestPorts {
    @Override
    public Consumption fromStart(String name, BatchProcessor processor, EventCodec codec) {
        return consumption(name, processor, codec);
    }

    @Override
    public Consumption consumption(String name, BatchProcessor processor, EventCodec codec) {
        InMemorySubscription subscription =
                memory.subscribe(name, Redelivery.FROM_FIRST_UNSETTLED, processor.subscription());
        return (limit, deadline) -> run(subscription, processor, deadline);
    }

    private Consumption.Progress run(InMemorySubscription subscription, BatchProcessor processor, Deadline deadline) {
        int settled = 0;
        for (List<Delivery> deliveries = subscription.poll(500);
                !deliveries.isEmpty();
                deliveries = subscription.poll(500)) {
            var settlement = processor.process(delivered.apply(deliveries), subscription.redelivery(), deadline);
            subscription.settle(settlement);
            int now = (int)
                    settlement.verdicts().stream().filter(Verdict::settled).count();
            settled += now;
            // The round's deadline is over on a busy machine: another poll would bring the same events.
            if (now == 0) {
                break;
            }
        }
        return new Consumption.Progress(settled, subscription.drained(), List.of());
    }

    @Override
    public Stores stores(InstantSource clock, int laneCapacity) {
        return new InMemoryStores();
    }

    @Override
    public int laneCapacity() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void close() {
        // Memory goes with the process.
    }
}

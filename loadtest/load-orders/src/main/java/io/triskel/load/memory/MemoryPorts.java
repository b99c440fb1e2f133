package io.triskel.load.memory;

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
import java.util.concurrent.locks.LockSupport;

/** One bus in memory. */
final class MemoryPorts implements TestPorts {
    private static final int PAGE = 1_000;
    private static final long LOOK_NANOS = 50_000;

    private final InMemoryBus bus;

    MemoryPorts(InMemoryBus bus) {
        this.bus = bus;
    }

    @Override
    public EventBus bus() {
        return bus;
    }

    @Override
    public Consumption consumption(String name, BatchProcessor processor, EventCodec codec) {
        InMemorySubscription subscription =
                bus.subscribe(name, Redelivery.FROM_FIRST_UNSETTLED, processor.subscription());
        return (limit, deadline) -> run(subscription, processor, limit, deadline);
    }

    @Override
    public Consumption fromStart(String name, BatchProcessor processor, EventCodec codec) {
        return consumption(name, processor, codec);
    }

    private static Consumption.Progress run(
            InMemorySubscription subscription, BatchProcessor processor, int limit, Deadline deadline) {
        int settled = 0;
        InstantSource clock = InstantSource.system();
        while (settled < limit && !deadline.passed(clock)) {
            List<Delivery> deliveries = subscription.poll(Math.min(PAGE, limit - settled));
            if (deliveries.isEmpty()) {
                LockSupport.parkNanos(LOOK_NANOS);
            } else {
                var settlement = processor.process(deliveries, subscription.redelivery(), deadline);
                subscription.settle(settlement);
                settled += (int)
                        settlement.verdicts().stream().filter(Verdict::settled).count();
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

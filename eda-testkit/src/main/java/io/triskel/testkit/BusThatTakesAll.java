package io.triskel.testkit;

import io.triskel.event.Deadline;
import io.triskel.publish.EventBus;
import io.triskel.publish.EventBus.BusLimits;
import io.triskel.publish.EventBus.BusResult;
import io.triskel.publish.EventBus.Outgoing;
import io.triskel.publish.EventBus.WireMode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** Accepts all events immediately, for suites about the steps before the bus. */
final class BusThatTakesAll implements EventBus {
    private static final int MOST_BYTES = 1 << 20;

    private final AtomicInteger taken = new AtomicInteger();

    /** How many events it has accepted. */
    int taken() {
        return taken.get();
    }

    @Override
    public BusLimits limits() {
        return new BusLimits(WireMode.STRUCTURED, 100, MOST_BYTES, MOST_BYTES, true, true, Duration.ofSeconds(10));
    }

    @Override
    public CompletionStage<List<BusResult>> send(List<Outgoing> batch, Deadline deadline) {
        return CompletableFuture.completedFuture(batch.stream()
                .<BusResult>map(event -> BusResult.ok(Integer.toString(taken.incrementAndGet())))
                .toList());
    }
}

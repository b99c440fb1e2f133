package io.triskel.simulation.system;

import io.triskel.event.Deadline;
import io.triskel.event.OrderingKey;
import io.triskel.publish.EventBus;
import io.triskel.publish.EventBus.BusLimits;
import io.triskel.publish.EventBus.BusResult;
import io.triskel.publish.EventBus.Outgoing;
import io.triskel.publish.RejectionCause;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One host's way to the bus: it refuses, loses answers and stores twice, and keeps what every bus promises. */
final class Wire implements EventBus {
    private final World world;
    private final Faults.Life life;

    Wire(World world, Faults.Life life) {
        this.world = world;
        this.life = life;
    }

    @Override
    public BusLimits limits() {
        return world.bus.limits();
    }

    @Override
    public CompletionStage<List<BusResult>> send(List<Outgoing> batch, Deadline deadline) {
        world.faults.before("send", life);
        Set<OrderingKey> failed = new HashSet<>();
        List<BusResult> results = new ArrayList<>();
        for (Outgoing one : batch) {
            Optional<OrderingKey> key = one.event().key();
            BusResult result = key.filter(failed::contains).isPresent()
                    ? BusResult.failed(RejectionCause.TRANSIENT, "an earlier event of its key failed in this request")
                    : send(one);
            if (result instanceof BusResult.Failed) {
                key.ifPresent(failed::add);
            }
            results.add(result);
        }
        world.faults.after("send", life);
        return CompletableFuture.completedFuture(results);
    }

    private BusResult send(Outgoing one) {
        if (world.faults.happens(60)) {
            return BusResult.failed(RejectionCause.THROTTLED, "too much at once");
        }
        if (world.faults.happens(20)) {
            return BusResult.failed(RejectionCause.UNKNOWN, "lost on the way there");
        }
        world.storeOnBus(one);
        if (world.faults.happens(60)) {
            world.storeOnBus(one);
        }
        return world.faults.happens(20)
                ? BusResult.failed(RejectionCause.UNKNOWN, "the answer was lost")
                : BusResult.ok("somewhere");
    }
}

package io.triskel.testkit;

import io.triskel.event.Deadline;
import io.triskel.publish.EventBus;
import io.triskel.publish.EventBus.BusLimits;
import io.triskel.publish.EventBus.BusResult;
import io.triskel.publish.EventBus.Outgoing;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A bus that accepts events and never answers.
 *
 * @param real gets the events; its answers are lost
 */
public record SilentBus(EventBus real) implements EventBus {
    @Override
    public BusLimits limits() {
        return real.limits();
    }

    @Override
    public CompletionStage<List<BusResult>> send(List<Outgoing> batch, Deadline deadline) {
        CompletionStage<List<BusResult>> lost = real.send(batch, deadline);
        return lost.thenCompose(results -> new CompletableFuture<>());
    }
}

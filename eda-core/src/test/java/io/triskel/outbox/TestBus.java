package io.triskel.outbox;

import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.OrderingKey;
import io.triskel.event.StreamId;
import io.triskel.publish.EventBus;
import io.triskel.publish.EventBus.BusLimits;
import io.triskel.publish.EventBus.BusResult;
import io.triskel.publish.EventBus.Outgoing;
import io.triskel.publish.EventBus.WireMode;
import io.triskel.publish.RejectionCause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Writes down what it is sent, in order; a test says what it answers. */
final class TestBus implements EventBus {
    final List<Envelope<?>> received = new ArrayList<>();
    /** Answers for one event; what fails is not received. */
    Function<Envelope<?>, BusResult> answer = event -> BusResult.ok("p");
    /** Runs before a request is received. */
    Runnable before = () -> {};

    @Override
    public BusLimits limits() {
        return new BusLimits(WireMode.STRUCTURED, 3, 1_000_000, 100_000, true, true, Duration.ofSeconds(10));
    }

    @Override
    public CompletionStage<List<BusResult>> send(List<Outgoing> batch, Deadline deadline) {
        before.run();
        Set<Optional<OrderingKey>> failed = new HashSet<>();
        List<BusResult> results = new ArrayList<>();
        for (Outgoing outgoing : batch) {
            Optional<OrderingKey> key = outgoing.event().key();
            BusResult result = failed.contains(key)
                    ? BusResult.failed(RejectionCause.TRANSIENT, "behind a failure of its key")
                    : answer.apply(outgoing.event());
            if (result instanceof BusResult.Ok) {
                received.add(outgoing.event());
            } else {
                failed.add(key);
            }
            results.add(result);
        }
        return CompletableFuture.completedFuture(results);
    }

    List<Long> revisionsOf(StreamId stream) {
        return received.stream()
                .filter(event -> Facts.stream(event).equals(stream))
                .map(Facts::revision)
                .toList();
    }
}

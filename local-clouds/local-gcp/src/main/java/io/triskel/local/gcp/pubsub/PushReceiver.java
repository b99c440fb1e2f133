package io.triskel.local.gcp.pubsub;

import com.google.pubsub.v1.ReceivedMessage;
import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** Pushes several messages at a time, but only one of each ordering key. */
final class PushReceiver extends Receiver {
    private final String subscription;
    private final PushTarget target;
    private final int outstanding;
    private final FaultPlan faults;
    private final Executor executor;
    private final BiConsumer<Lease, Boolean> outcome;

    /** @param outcome receives the outcome of every push, on the executor */
    PushReceiver(
            String subscription,
            PushTarget target,
            int outstanding,
            FaultPlan faults,
            Executor executor,
            BiConsumer<Lease, Boolean> outcome) {
        this.subscription = subscription;
        this.target = target;
        this.outstanding = outstanding;
        this.faults = faults;
        this.executor = executor;
        this.outcome = outcome;
    }

    @Override
    boolean hasRoom() {
        return !isGone() && messages() < outstanding;
    }

    @Override
    int batch() {
        return 1;
    }

    @Override
    boolean keepsKeys() {
        return false;
    }

    @Override
    Optional<Duration> ackDeadline() {
        return Optional.empty();
    }

    @Override
    void give(List<Lease> leases) {
        for (Lease lease : leases) {
            ReceivedMessage message = lease.received();
            CompletableFuture<Boolean> push = faults.strike(PubSubServer.PUSH)
                    .map(fault -> disturbed(message, fault))
                    .orElseGet(() -> deliver(message));
            // Never on this thread: the subscription is still handing out messages.
            var unused = push.handleAsync((taken, failure) -> failure == null && taken, executor)
                    .thenAccept(taken -> outcome.accept(lease, taken));
        }
    }

    private CompletableFuture<Boolean> disturbed(ReceivedMessage message, Fault fault) {
        return fault.fold(
                refused -> CompletableFuture.completedFuture(false),
                partly -> CompletableFuture.completedFuture(false),
                failed -> CompletableFuture.completedFuture(false),
                slow -> CompletableFuture.runAsync(
                                () -> {},
                                CompletableFuture.delayedExecutor(
                                        slow.by().toMillis(), TimeUnit.MILLISECONDS, executor))
                        .thenCompose(passed -> deliver(message)),
                lost -> deliver(message).thenApply(taken -> false));
    }

    private CompletableFuture<Boolean> deliver(ReceivedMessage message) {
        CompletionStage<Boolean> push = target.deliver(subscription, message);
        return push.toCompletableFuture();
    }
}

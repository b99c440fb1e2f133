package io.triskel.local.azure.functions;

import io.triskel.local.azure.functions.wire.Message.Attempt;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The executions of one trigger under its function's retry policy. Only this object counts retries: a new object starts
 * at zero.
 */
final class Execution {
    private final Function<Attempt, CompletableFuture<ExecutionOutcome>> invoker;
    private final RetryPolicy policy;
    private final ScheduledExecutorService timer;
    private final Runnable onRetry;
    private final CompletableFuture<ExecutionOutcome> result = new CompletableFuture<>();
    private @Nullable ScheduledFuture<?> retry;
    private boolean stopped;

    /**
     * @param invoker executes the function once
     * @param timer schedules the delays
     * @param onRetry called before each retry
     */
    Execution(
            Function<Attempt, CompletableFuture<ExecutionOutcome>> invoker,
            RetryPolicy policy,
            ScheduledExecutorService timer,
            Runnable onRetry) {
        this.invoker = invoker;
        this.policy = policy;
        this.timer = timer;
        this.onRetry = onRetry;
    }

    /** Executes until it succeeds, the policy is exhausted, or the instance is lost; returns the last outcome. */
    CompletableFuture<ExecutionOutcome> start() {
        attempt(0, "");
        return result;
    }

    /**
     * Ends a pause between two attempts, and starts no more: the outcome is a lost instance unless the current attempt
     * succeeds.
     */
    void stopRetrying() {
        boolean waiting;
        synchronized (this) {
            stopped = true;
            waiting = retry != null && retry.cancel(false);
        }
        if (waiting) {
            result.complete(new ExecutionOutcome.Lost(Duration.ZERO));
        }
    }

    private void attempt(int retries, String problem) {
        var unused = invoker.apply(new Attempt(retries, policy.maxRetries(), problem))
                .thenAccept(outcome -> settle(retries, outcome));
    }

    private void settle(int retries, ExecutionOutcome outcome) {
        boolean isFailure = outcome instanceof ExecutionOutcome.Failed || outcome instanceof ExecutionOutcome.TimedOut;
        if (!isFailure || !policy.allows(retries + 1)) {
            result.complete(outcome);
            return;
        }
        synchronized (this) {
            if (!stopped) {
                long delay = policy.delay(retries + 1).toNanos();
                retry = timer.schedule(() -> again(retries + 1, outcome.problem()), delay, TimeUnit.NANOSECONDS);
                return;
            }
        }
        result.complete(new ExecutionOutcome.Lost(Duration.ZERO));
    }

    private void again(int retries, String problem) {
        onRetry.run();
        attempt(retries, problem);
    }
}

package io.triskel.local.azure.functions;

import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import io.triskel.local.azure.functions.wire.Data;
import io.triskel.local.azure.functions.wire.Message.Attempt;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A slot for a worker of an app: empty until there is work; after its worker has ended, the next work starts another.
 */
final class Instance {
    private static final ExecutionOutcome LOST = new ExecutionOutcome.Lost(Duration.ZERO);

    private final Supplier<WorkerProcess> starter;
    private @Nullable WorkerProcess worker;
    private boolean retired;
    private int underWay;

    Instance(Supplier<WorkerProcess> starter) {
        this.starter = starter;
    }

    CompletableFuture<ExecutionOutcome> invoke(
            String function, Attempt attempt, Function<List<String>, Map<String, Data>> inputs) {
        WorkerProcess current;
        synchronized (this) {
            if (retired) {
                return CompletableFuture.completedFuture(LOST);
            }
            if (worker == null || worker.hasEnded()) {
                worker = starter.get();
            }
            current = worker;
            underWay++;
        }
        return current.invoke(function, attempt, inputs).thenApply(outcome -> {
            finished();
            return outcome;
        });
    }

    synchronized boolean isRunning() {
        return worker != null && !worker.hasEnded();
    }

    synchronized boolean isBusy() {
        return isRunning() && underWay > 0;
    }

    /** Kills the worker, as the loss of a host would, and waits for its end; returns whether there was one. */
    boolean kill() {
        Optional<WorkerProcess> victim = running();
        victim.ifPresent(last -> last.end(LOST).join());
        return victim.isPresent();
    }

    /** Accepts no more work, and ends after the current work. */
    void retire() {
        synchronized (this) {
            retired = true;
            if (underWay > 0) {
                return;
            }
        }
        endSoon();
    }

    /** Accepts no more work, and ends immediately; returns when the worker has ended. */
    void close() {
        synchronized (this) {
            retired = true;
        }
        kill();
    }

    private void endSoon() {
        running().ifPresent(last -> {
            var unused = last.end(LOST);
        });
    }

    private synchronized Optional<WorkerProcess> running() {
        return isRunning() ? Optional.ofNullable(worker) : Optional.empty();
    }

    private void finished() {
        synchronized (this) {
            underWay--;
            if (!retired || underWay > 0) {
                return;
            }
        }
        endSoon();
    }

    /** Executes a function, disturbed by a fault if one is due. */
    CompletableFuture<ExecutionOutcome> invoke(
            FaultPlan faults, String function, Attempt attempt, Function<List<String>, Map<String, Data>> inputs) {
        return faults.strike(FunctionHost.INVOKE + " " + function)
                .or(() -> faults.strike(FunctionHost.INVOKE))
                .map(fault -> disturbed(fault, () -> invoke(function, attempt, inputs)))
                .orElseGet(() -> invoke(function, attempt, inputs));
    }

    private static CompletableFuture<ExecutionOutcome> disturbed(
            Fault fault, Supplier<CompletableFuture<ExecutionOutcome>> call) {
        ExecutionOutcome failed = new ExecutionOutcome.Failed("Simulated: " + fault);
        // Completes on another thread, since an unlimited retry without delay would recurse forever.
        Supplier<CompletableFuture<ExecutionOutcome>> fails = () -> CompletableFuture.supplyAsync(() -> failed);
        return fault.fold(
                refused -> fails.get(),
                partly -> fails.get(),
                internal -> fails.get(),
                slow -> CompletableFuture.runAsync(
                                () -> {},
                                CompletableFuture.delayedExecutor(slow.by().toMillis(), TimeUnit.MILLISECONDS))
                        .thenCompose(passed -> call.get()),
                lost -> call.get().thenApply(outcome -> failed));
    }
}

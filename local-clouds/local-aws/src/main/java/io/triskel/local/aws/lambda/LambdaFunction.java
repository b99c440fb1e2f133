package io.triskel.local.aws.lambda;

import io.triskel.local.ChildProcess;
import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import io.triskel.local.aws.lambda.InvocationResult.Failed;
import io.triskel.local.aws.lambda.InvocationResult.Throttled;
import io.triskel.local.function.FunctionMetrics;
import io.triskel.local.function.MetricsCounter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A deployed function: its execution environments, with one invocation at a time in each. The most recently used free
 * environment is reused; if none is free, another one starts cold, up to the function's concurrency. After a new
 * version is published, invocations start in environments of that version only, as behind an alias that has moved.
 */
public final class LambdaFunction {
    private final RuntimeApi runtimeApi;
    private final ScheduledExecutorService timer;
    private final Path logs;
    private final FaultPlan faults;
    private final MetricsCounter metrics = new MetricsCounter();

    private final Deque<ExecutionEnvironment> idle = new ArrayDeque<>();
    private final Set<ExecutionEnvironment> running = new LinkedHashSet<>();

    /** Those of an earlier version. */
    private final Set<ExecutionEnvironment> old = new LinkedHashSet<>();

    private FunctionDefinition definition;
    private Function<ExecutionEnvironment, ChildProcess> launcher;
    private boolean closed;

    LambdaFunction(
            FunctionDefinition definition,
            Function<ExecutionEnvironment, ChildProcess> launcher,
            RuntimeApi runtimeApi,
            ScheduledExecutorService timer,
            Path logs,
            FaultPlan faults) {
        this.definition = definition;
        this.launcher = launcher;
        this.runtimeApi = runtimeApi;
        this.timer = timer;
        this.logs = logs;
        this.faults = faults;
    }

    /** The version in which invocations start. */
    public synchronized FunctionDefinition definition() {
        return definition;
    }

    /** Starts invocations in this version from now on; those in progress end in their version. */
    void publish(FunctionDefinition version, Function<ExecutionEnvironment, ChildProcess> versionsLauncher) {
        List<ExecutionEnvironment> free;
        synchronized (this) {
            definition = version;
            launcher = versionsLauncher;
            old.addAll(running);
            free = new ArrayList<>(idle);
            idle.clear();
        }
        free.forEach(LambdaFunction::endOld);
    }

    private static void endOld(ExecutionEnvironment environment) {
        environment.end("Runtime.ExitError", "A newer version of the function is published");
    }

    public FunctionMetrics metrics() {
        return metrics.snapshot();
    }

    /** The folder with one log file per execution environment: the function's output, line by line. */
    public Path logs() {
        return logs;
    }

    /** Invokes the function; never fails, and never waits for a free environment. */
    public CompletableFuture<InvocationResult> invoke(byte[] payload) {
        if (payload.length > ExecutionEnvironment.PAYLOAD_BYTES) {
            return CompletableFuture.completedFuture(
                    new Failed("RequestEntityTooLargeException", "Request must be smaller than 6291456 bytes"));
        }
        return faults.strike(LambdaHost.INVOKE + " " + definition.name())
                .or(() -> faults.strike(LambdaHost.INVOKE))
                .map(fault -> disturbed(payload, fault))
                .orElseGet(() -> undisturbed(payload));
    }

    private CompletableFuture<InvocationResult> disturbed(byte[] payload, Fault fault) {
        Failed failed = new Failed("ServiceException", "Simulated: " + fault);
        return fault.fold(
                refused -> throttled(),
                partly -> CompletableFuture.completedFuture(failed),
                internal -> CompletableFuture.completedFuture(failed),
                slow -> CompletableFuture.runAsync(
                                () -> {},
                                CompletableFuture.delayedExecutor(slow.by().toMillis(), TimeUnit.MILLISECONDS))
                        .thenCompose(passed -> undisturbed(payload)),
                lost -> undisturbed(payload).thenApply(result -> failed));
    }

    private CompletableFuture<InvocationResult> throttled() {
        metrics.throttled();
        return CompletableFuture.completedFuture(new Throttled());
    }

    private CompletableFuture<InvocationResult> undisturbed(byte[] payload) {
        Optional<ExecutionEnvironment> free = take();
        if (free.isEmpty()) {
            return throttled();
        }
        ExecutionEnvironment environment = free.get();
        // The environment is released before the caller gets the result, so that the caller's next invocation finds it
        // free.
        return environment.invoke(UUID.randomUUID().toString(), payload).thenApply(result -> {
            giveBack(environment);
            return result;
        });
    }

    /** Starts environments ahead of the first invocation, as provisioned concurrency does. */
    public void warmUp(int environments) {
        for (int i = 0; i < environments; i++) {
            synchronized (this) {
                if (running.size() >= definition.maxConcurrency()) {
                    return;
                }
            }
            startNew().ifPresent(this::giveBack);
        }
    }

    /** Kills one execution environment, a busy one if there is one, as a host failure would; returns whether there was one. */
    public boolean killOne() {
        Optional<ExecutionEnvironment> victim;
        synchronized (this) {
            victim = running.stream()
                    .filter(environment -> !environment.hasEnded())
                    .min(Comparator.comparing(idle::contains));
        }
        victim.ifPresent(environment -> environment.end("Runtime.ExitError", "Killed"));
        return victim.isPresent();
    }

    void countBatch(int records) {
        metrics.batch(records);
    }

    void close() {
        List<ExecutionEnvironment> all;
        synchronized (this) {
            closed = true;
            all = new ArrayList<>(running);
        }
        all.forEach(environment -> environment.end("Runtime.ExitError", "The host was closed"));
    }

    private Optional<ExecutionEnvironment> take() {
        synchronized (this) {
            for (ExecutionEnvironment last = idle.pollLast(); last != null; last = idle.pollLast()) {
                if (!last.hasEnded()) {
                    return Optional.of(last);
                }
            }
        }
        return startNew();
    }

    private Optional<ExecutionEnvironment> startNew() {
        ExecutionEnvironment environment;
        Function<ExecutionEnvironment, ChildProcess> ofItsVersion;
        synchronized (this) {
            running.removeIf(ExecutionEnvironment::hasEnded);
            if (closed || running.size() >= definition.maxConcurrency()) {
                return Optional.empty();
            }
            environment = new ExecutionEnvironment(definition, timer, metrics);
            ofItsVersion = launcher;
            running.add(environment);
        }
        environment.start(ofItsVersion, () -> retire(environment));
        return Optional.of(environment);
    }

    private void giveBack(ExecutionEnvironment environment) {
        synchronized (this) {
            if (!old.contains(environment)) {
                if (!environment.hasEnded()) {
                    idle.addLast(environment);
                }
                return;
            }
        }
        endOld(environment);
    }

    private void retire(ExecutionEnvironment environment) {
        runtimeApi.forget(environment);
        synchronized (this) {
            running.remove(environment);
            old.remove(environment);
            idle.remove(environment);
        }
    }
}

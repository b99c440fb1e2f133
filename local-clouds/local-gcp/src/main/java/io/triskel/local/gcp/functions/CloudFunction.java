package io.triskel.local.gcp.functions;

import io.triskel.local.Fault;
import io.triskel.local.FaultPlan;
import io.triskel.local.function.FunctionMetrics;
import io.triskel.local.function.MetricsCounter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * A deployed function: its instances, and the requests that wait for one. A request goes to the least busy instance
 * with room; if none has room, another one starts cold, up to the function's limit, above which requests wait.
 */
public final class CloudFunction {
    private static final int WAITING = 10_000;

    /**
     * A request waits for 10 s, or as long as an instance starts, and is then a 429 (Cloud Run documentation, "About instance
     * autoscaling", "Exceeding maximum instances").
     */
    private static final Duration WAITS = Duration.ofSeconds(10);

    private static final Duration LOOKS_AGAIN = Duration.ofSeconds(1);

    private final FunctionDefinition definition;
    private final BiFunction<MetricsCounter, Consumer<FunctionInstance>, FunctionInstance> launcher;
    private final Path logs;
    private final FaultPlan faults;
    private final Executor executor;
    private final MetricsCounter metrics = new MetricsCounter();

    private final Map<FunctionInstance, Integer> busy = new LinkedHashMap<>();
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private boolean closed;

    CloudFunction(
            FunctionDefinition definition,
            BiFunction<MetricsCounter, Consumer<FunctionInstance>, FunctionInstance> launcher,
            Path logs,
            FaultPlan faults,
            Executor executor) {
        this.definition = definition;
        this.launcher = launcher;
        this.logs = logs;
        this.faults = faults;
        this.executor = executor;
    }

    private record Waiting(FunctionRequest request, CompletableFuture<FunctionResponse> response) {}

    public FunctionDefinition definition() {
        return definition;
    }

    public FunctionMetrics metrics() {
        return metrics.snapshot();
    }

    /** The folder with one log file per instance: the function's output, line by line. */
    public Path logs() {
        return logs;
    }

    /** The current number of instances. */
    public synchronized int instances() {
        return busy.size();
    }

    /** Whether no request is in progress or waiting. */
    public synchronized boolean isIdle() {
        return waiting.isEmpty() && busy.values().stream().allMatch(requests -> requests == 0);
    }

    /** Invokes the function; never fails, and never waits for an instance. */
    public CompletableFuture<FunctionResponse> invoke(FunctionRequest request) {
        return faults.strike(FunctionHost.INVOKE + " " + definition.name())
                .or(() -> faults.strike(FunctionHost.INVOKE))
                .map(fault -> disturbed(request, fault))
                .orElseGet(() -> undisturbed(request));
    }

    /** Starts instances ahead of the first request, as a minimum number of instances does. */
    public void warmUp(int instances) {
        synchronized (this) {
            while (!closed && busy.size() < Math.min(instances, definition.maxInstances())) {
                startNew();
            }
        }
    }

    /** Kills one instance, a busy one if there is one, as a host failure would; returns whether there was one. */
    public boolean killOne() {
        Optional<FunctionInstance> victim;
        synchronized (this) {
            victim = busy.entrySet().stream()
                    .filter(entry -> !entry.getKey().hasEnded())
                    .max(Comparator.comparingInt(Map.Entry::getValue))
                    .map(Map.Entry::getKey);
        }
        victim.ifPresent(instance -> instance.kill("Killed"));
        return victim.isPresent();
    }

    /** Ends all instances and rejects the waiting requests. */
    void close() {
        List<FunctionInstance> all;
        List<Waiting> refused;
        synchronized (this) {
            closed = true;
            all = new ArrayList<>(busy.keySet());
            refused = new ArrayList<>(waiting);
            waiting.clear();
        }
        all.forEach(instance -> instance.kill("The host was closed"));
        refused.forEach(one ->
                one.response().complete(FunctionResponse.instead(FunctionResponse.UNAVAILABLE, "The host was closed")));
    }

    private CompletableFuture<FunctionResponse> disturbed(FunctionRequest request, Fault fault) {
        FunctionResponse failed = FunctionResponse.instead(FunctionResponse.UNAVAILABLE, "Simulated: " + fault);
        return fault.fold(
                refused -> throttled(),
                partly -> CompletableFuture.completedFuture(failed),
                internal -> CompletableFuture.completedFuture(failed),
                slow -> CompletableFuture.runAsync(
                                () -> {},
                                CompletableFuture.delayedExecutor(
                                        slow.by().toMillis(), TimeUnit.MILLISECONDS, executor))
                        .thenCompose(passed -> undisturbed(request)),
                lost -> undisturbed(request).thenApply(response -> failed));
    }

    private CompletableFuture<FunctionResponse> throttled() {
        metrics.throttled();
        return CompletableFuture.completedFuture(FunctionResponse.instead(FunctionResponse.TOO_MANY, "Rate exceeded."));
    }

    private CompletableFuture<FunctionResponse> undisturbed(FunctionRequest request) {
        CompletableFuture<FunctionResponse> response = new CompletableFuture<>();
        FunctionInstance instance;
        synchronized (this) {
            if (closed) {
                return CompletableFuture.completedFuture(
                        FunctionResponse.instead(FunctionResponse.UNAVAILABLE, "The host was closed"));
            }
            Optional<FunctionInstance> free = take();
            if (free.isEmpty()) {
                if (waiting.size() >= WAITING) {
                    return throttled();
                }
                Waiting queued = new Waiting(request, response);
                waiting.add(queued);
                later(WAITS, () -> giveUp(queued));
                return response;
            }
            instance = free.get();
        }
        work(instance, request, response);
        return response;
    }

    private void work(
            FunctionInstance instance, FunctionRequest request, CompletableFuture<FunctionResponse> response) {
        var unused = instance.invoke(request)
                .thenAcceptAsync(
                        result -> {
                            // The instance is released before the caller gets the answer, so that the caller's next
                            // request finds it free.
                            giveBack(instance);
                            response.complete(result);
                        },
                        executor);
    }

    private void giveUp(Waiting queued) {
        synchronized (this) {
            boolean starting = busy.keySet().stream().anyMatch(FunctionInstance::isStarting);
            if (starting && waiting.contains(queued)) {
                later(LOOKS_AGAIN, () -> giveUp(queued));
                return;
            }
            if (!waiting.remove(queued)) {
                return;
            }
        }
        var unused = throttled().thenAccept(queued.response()::complete);
    }

    private void later(Duration wait, Runnable work) {
        CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS, executor)
                .execute(work);
    }

    /** Takes an instance with room, and counts one more request for it. */
    private Optional<FunctionInstance> take() {
        Optional<FunctionInstance> free = busy.entrySet().stream()
                .filter(entry -> !entry.getKey().hasEnded() && entry.getValue() < definition.concurrency())
                .min(Comparator.comparingInt(Map.Entry::getValue))
                .map(Map.Entry::getKey);
        if (free.isEmpty() && busy.size() < definition.maxInstances()) {
            free = Optional.of(startNew());
        }
        free.ifPresent(instance -> busy.merge(instance, 1, Integer::sum));
        return free;
    }

    private FunctionInstance startNew() {
        FunctionInstance instance = launcher.apply(metrics, this::retire);
        busy.put(instance, 0);
        return instance;
    }

    private void giveBack(FunctionInstance instance) {
        synchronized (this) {
            busy.computeIfPresent(instance, (same, requests) -> requests - 1);
        }
        proceed();
    }

    private void retire(FunctionInstance instance) {
        synchronized (this) {
            busy.remove(instance);
        }
        proceed();
    }

    private void proceed() {
        while (true) {
            Waiting next;
            FunctionInstance instance;
            synchronized (this) {
                if (closed || waiting.isEmpty()) {
                    return;
                }
                Optional<FunctionInstance> free = take();
                if (free.isEmpty()) {
                    return;
                }
                instance = free.get();
                next = waiting.remove();
            }
            work(instance, next.request(), next.response());
        }
    }
}

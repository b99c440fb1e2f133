package io.triskel.local.azure.functions;

import io.triskel.local.FaultPlan;
import io.triskel.local.azure.eventhubs.EventHub;
import io.triskel.local.azure.eventhubs.EventHubsServer;
import io.triskel.local.azure.eventhubs.Partition;
import io.triskel.local.azure.eventhubs.PartitionPage;
import io.triskel.local.azure.functions.wire.Data;
import io.triskel.local.azure.functions.wire.Message.Attempt;
import io.triskel.local.function.FunctionMetrics;
import io.triskel.local.function.MetricsCounter;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A deployed app: its functions, its instances and its triggers. All functions share the JVM of an instance; a function's
 * partition belongs to one instance at a time, with one invocation at a time.
 */
public final class FunctionApp {
    private static final Attempt ONLY = new Attempt(0, 0, "");

    private final AppDefinition definition;
    private final AppPackage app;
    private final Path logs;
    private final FaultPlan faults;
    private final ScheduledExecutorService timer;
    private final Supplier<Instance> newInstance;
    private final HttpFront http;

    private final Map<String, MetricsCounter> metrics;
    private final Map<String, HubListener> hubListeners = new LinkedHashMap<>();
    private final Map<String, TimerListener> timers = new LinkedHashMap<>();
    private final List<Instance> instances = new ArrayList<>();
    private final List<Instance> retired = new ArrayList<>();
    private int turn;

    FunctionApp(
            AppDefinition definition,
            AppPackage app,
            Path logs,
            FaultPlan faults,
            ScheduledExecutorService timer,
            Map<String, MetricsCounter> metrics,
            Function<URI, Instance> newInstance) {
        this.definition = definition;
        this.app = app;
        this.logs = logs;
        this.faults = faults;
        this.timer = timer;
        this.metrics = metrics;
        this.http = new HttpFront(
                definition,
                app.host().routePrefix(),
                app.functions().stream()
                        .filter(function -> !definition.isDisabled(function.name()))
                        .toList(),
                (function, inputs) -> someInstance().invoke(faults, function, ONLY, inputs));
        this.newInstance = () -> newInstance.apply(http.uri());
        for (int i = 0; i < definition.instances(); i++) {
            instances.add(this.newInstance.get());
        }
    }

    public AppDefinition definition() {
        return definition;
    }

    /** The base address of the HTTP functions; host.json's prefix and the functions' routes follow it. */
    public URI url() {
        return http.uri();
    }

    /** The key that callers of this function send, as header {@code x-functions-key} or as {@code ?code=}. */
    public String functionKey(String function) {
        return definition.functionKey(function);
    }

    /** The host key, which opens every function with authLevel FUNCTION. */
    public String functionKey() {
        return definition.functionKey();
    }

    /** The folder with one log file per JVM: its functions' output and exceptions. */
    public Path logs() {
        return logs;
    }

    /** The metrics by function. */
    public Map<String, FunctionMetrics> metrics() {
        Map<String, FunctionMetrics> snapshot = new TreeMap<>();
        metrics.forEach((function, counter) -> snapshot.put(function, counter.snapshot()));
        return snapshot;
    }

    /**
     * Whether every Event Hubs trigger has settled every event that is in its hub now, and has no batch in progress.
     */
    public boolean isCaughtUp() {
        return hubListeners.values().stream().allMatch(HubListener::isCaughtUp);
    }

    /** By function, the number of events in its hub that it has not reached yet. */
    public Map<String, Long> behind() {
        Map<String, Long> behind = new TreeMap<>();
        hubListeners.forEach((function, listener) -> behind.put(function, listener.behind()));
        return behind;
    }

    /**
     * By function and partition, the last sequence number that is not redelivered after the loss of an instance; -1 if
     * there is none.
     */
    public Map<String, Map<Integer, Long>> checkpoints() {
        Map<String, Map<Integer, Long>> checkpoints = new TreeMap<>();
        hubListeners.forEach((function, listener) -> checkpoints.put(function, listener.checkpoints()));
        return checkpoints;
    }

    /**
     * Restarts the app, which must be idle, without checkpoints: every Event Hubs trigger reads its hub from the oldest event
     * on, in new JVMs.
     */
    public void restartWithoutCheckpoints() {
        List<Instance> running;
        synchronized (this) {
            running = List.copyOf(instances);
        }
        running.forEach(Instance::kill);
        hubListeners.values().forEach(HubListener::forgetCheckpoints);
    }

    /**
     * Kills the JVM of an instance, preferably a busy one, and with it the instance's count of retries; the next work
     * starts another. Returns whether there was one.
     */
    public boolean killOne() {
        List<Instance> candidates;
        synchronized (this) {
            candidates = new ArrayList<>(instances);
        }
        candidates.sort(Comparator.comparing(instance -> !instance.isBusy()));
        return candidates.stream().anyMatch(Instance::kill);
    }

    /**
     * Spreads the partitions over this many instances, as scaling does. An instance without partitions ends after its
     * current invocations.
     */
    public void scaleTo(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1, not " + count);
        }
        List<Instance> leaving = new ArrayList<>();
        List<Instance> remaining;
        synchronized (this) {
            while (instances.size() > count) {
                // The oldest instance is removed, so that partitions of every instance move.
                leaving.add(instances.remove(0));
            }
            while (instances.size() < count) {
                instances.add(newInstance.get());
            }
            retired.addAll(leaving);
            remaining = List.copyOf(instances);
        }
        boolean overlapping = faults.strike(FunctionHost.MOVE).isPresent();
        hubListeners.values().forEach(listener -> listener.balance(remaining, overlapping));
        leaving.forEach(Instance::retire);
    }

    /**
     * Runs a timer's function now, and waits for the outcome.
     *
     * @throws IllegalStateException if it fails after all retries
     */
    public void fire(String function) {
        TimerListener listener = timers.get(function);
        if (listener == null) {
            throw new IllegalArgumentException("No function with a timer trigger: " + function);
        }
        ExecutionOutcome outcome = listener.fire().join();
        if (!(outcome instanceof ExecutionOutcome.Succeeded)) {
            throw new IllegalStateException(function + " failed: " + outcome.problem());
        }
    }

    /** Connects the triggers; called once, before the app is published. */
    void open(EventHubsServer hubs, InstantSource clock, Executor executor) {
        for (FunctionDefinition function : app.functions()) {
            boolean enabled = !definition.isDisabled(function.name());
            if (function.trigger() instanceof Trigger.EventHub trigger && enabled) {
                EventHub hub = hubs.hub(trigger.hub());
                hubListeners.put(function.name(), listener(function, trigger, hub, executor));
            } else if (function.trigger() instanceof Trigger.Timer trigger) {
                TimerListener listener = new TimerListener(trigger, clock, timer, inputs -> timed(function, inputs));
                timers.put(function.name(), listener);
                if (enabled) {
                    listener.open();
                }
            }
        }
        hubListeners.values().forEach(HubListener::open);
    }

    void close() {
        hubListeners.values().forEach(HubListener::close);
        http.close();
        List<Instance> all;
        synchronized (this) {
            all = new ArrayList<>(instances);
            all.addAll(retired);
        }
        all.forEach(Instance::close);
    }

    private HubListener listener(
            FunctionDefinition function, Trigger.EventHub trigger, EventHub hub, Executor executor) {
        int shift = hubListeners.size();
        List<PartitionPump> pumps = new ArrayList<>();
        for (Partition partition : hub.partitions()) {
            int owner = HubListener.ownerOf(pumps.size(), shift, instances.size());
            pumps.add(new PartitionPump(
                    partition,
                    app.host(),
                    instances.get(owner),
                    (instance, page) -> delivery(function, trigger, partition, instance, page),
                    () -> faults.strike(FunctionHost.CHECKPOINT).isPresent(),
                    executor,
                    timer));
        }
        return new HubListener(pumps, shift);
    }

    private Execution delivery(
            FunctionDefinition function,
            Trigger.EventHub trigger,
            Partition partition,
            Instance instance,
            PartitionPage page) {
        EventBatch batch = new EventBatch(trigger, "127.0.0.1", partition.id(), page.events());
        counter(function).batch(page.events().size());
        return new Execution(
                attempt -> instance.invoke(faults, function.name(), attempt, batch::inputs),
                function.retry(),
                timer,
                () -> counter(function).retried());
    }

    private Execution timed(FunctionDefinition function, Map<String, Data> inputs) {
        return new Execution(
                attempt -> someInstance().invoke(faults, function.name(), attempt, names -> inputs),
                function.retry(),
                timer,
                () -> counter(function).retried());
    }

    private MetricsCounter counter(FunctionDefinition function) {
        return metrics.computeIfAbsent(function.name(), name -> new MetricsCounter());
    }

    /** The running instances take turns; if none runs, the first one starts. */
    private synchronized Instance someInstance() {
        List<Instance> running = instances.stream().filter(Instance::isRunning).toList();
        turn++;
        return running.isEmpty() ? instances.get(0) : running.get(Math.floorMod(turn, running.size()));
    }
}

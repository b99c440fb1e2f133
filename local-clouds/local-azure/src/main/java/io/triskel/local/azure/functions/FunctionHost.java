package io.triskel.local.azure.functions;

import io.triskel.local.ChildProcess;
import io.triskel.local.Daemons;
import io.triskel.local.FaultPlan;
import io.triskel.local.WorkFolder;
import io.triskel.local.azure.eventhubs.EventHub;
import io.triskel.local.azure.eventhubs.EventHubsServer;
import io.triskel.local.function.FunctionMetrics;
import io.triskel.local.function.HostedFunctions;
import io.triskel.local.function.MetricsCounter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Emulates Azure Functions: hosts function apps. Closing it ends every JVM and removes the unzipped packages. */
public final class FunctionHost implements HostedFunctions, AutoCloseable {
    static final String INVOKE = "Invoke";
    static final String MOVE = "Move";
    static final String CHECKPOINT = "Checkpoint";

    private static final int THREADS = 4;

    private final Path folder;
    private final Path logs;
    private final InstantSource clock;
    private final FaultPlan faults;
    private final WorkerRuntime runtime;
    private final WorkerGate gate = new WorkerGate();
    private final ExecutorService executor = Executors.newFixedThreadPool(THREADS, Daemons.named("functions"));
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(Daemons.named("functions-timer"));
    private final List<FunctionApp> apps = new CopyOnWriteArrayList<>();

    private FunctionHost(Path folder, Path logs, Path javaHome, InstantSource clock, FaultPlan faults) {
        this.folder = folder;
        this.logs = logs;
        this.clock = clock;
        this.faults = faults;
        this.runtime = WorkerRuntime.in(javaHome, folder);
    }

    /**
     * Starts a host without apps.
     *
     * @param logs where the functions' output goes, one folder per app
     * @param javaHome of the functions' JVMs
     * @param clock decides when timers are due; delays and time-outs of functions run on real time
     * @param faults the faults to inject, see {@link #faults}
     */
    public static FunctionHost start(Path logs, Path javaHome, InstantSource clock, FaultPlan faults) {
        return new FunctionHost(WorkFolder.create("triskel-functions-"), logs, javaHome, clock, faults);
    }

    /** A host whose functions run on this JVM's own Java. */
    public static FunctionHost start(Path logs) {
        return start(logs, Path.of(System.getProperty("java.home")), InstantSource.system(), new FaultPlan(1));
    }

    /**
     * The faults to inject; may be armed at any time. {@code Invoke}: Failed fails an execution before it reaches any
     * code; LostResponse fails it after the function has run. {@code Move}, asked by {@link FunctionApp#scaleTo}: with
     * any fault the new owners of partitions do not wait for the old ones, so that a batch is processed twice at the
     * same time. {@code Checkpoint}: any fault fails the write of a partition's checkpoint.
     */
    public FaultPlan faults() {
        return faults;
    }

    /**
     * Unzips an app's package and connects its triggers; a JVM is started when there is work.
     *
     * @throws IllegalArgumentException naming every error of the package and of the settings, and every missing hub
     */
    public FunctionApp deploy(AppDefinition definition, EventHubsServer hubs) {
        Path home = newFolder(definition);
        AppPackage app = AppPackage.read(definition, home.resolve("wwwroot"));
        requireHubs(definition, app, hubs);
        Path appLogs = logs.resolve(definition.name());
        Map<String, MetricsCounter> metrics = new ConcurrentHashMap<>();
        app.functions().forEach(function -> metrics.put(function.name(), new MetricsCounter()));
        Placement placement = new Placement(definition, app, home, appLogs, metrics);
        FunctionApp deployed = new FunctionApp(
                definition,
                app,
                appLogs,
                faults,
                timer,
                metrics,
                uri -> new Instance(() -> startWorker(placement, uri)));
        deployed.open(hubs, clock, executor);
        apps.add(deployed);
        return deployed;
    }

    /**
     * The functions of all apps. Functions of an app share their JVMs: a JVM's start counts for the first function
     * invoked there.
     */
    @Override
    public Map<String, FunctionMetrics> metrics() {
        Map<String, FunctionMetrics> metrics = new TreeMap<>();
        apps.forEach(app -> metrics.putAll(app.metrics()));
        return metrics;
    }

    @Override
    public List<Path> logs() {
        return apps.stream().map(FunctionApp::logs).toList();
    }

    @Override
    public void close() {
        apps.forEach(FunctionApp::close);
        timer.shutdownNow();
        executor.shutdownNow();
        gate.close();
        WorkFolder.remove(folder);
    }

    /** Each deployment gets its own folder, so that a failed deployment does not block a later one. */
    private Path newFolder(AppDefinition definition) {
        try {
            return Files.createTempDirectory(folder, definition.name() + "-");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot deploy " + definition.name(), e);
        }
    }

    private record Placement(
            AppDefinition definition, AppPackage app, Path home, Path logs, Map<String, MetricsCounter> metrics) {}

    private static void requireHubs(AppDefinition definition, AppPackage app, EventHubsServer hubs) {
        List<String> problems = new ArrayList<>();
        for (FunctionDefinition function : app.functions()) {
            if (definition.isDisabled(function.name())) {
                continue;
            }
            function.trigger().eventHub().ifPresent(trigger -> {
                String connection = definition.settings().getOrDefault(trigger.connection(), hubs.connectionString());
                hubs.holder(connection)
                        .ifPresentOrElse(
                                // The host reads with the app's identity.
                                identity -> hubs.receivingRefusal(identity, trigger.hub())
                                        .ifPresent(refusal -> problems.add(function.name() + ": " + refusal)),
                                () -> problems.add(
                                        function.name() + ": " + trigger.connection() + " is another namespace"));
                try {
                    EventHub hub = hubs.hub(trigger.hub());
                    if (!hub.consumerGroups().contains(trigger.consumerGroup())) {
                        problems.add(function.name() + ": " + hub.name() + " has no consumer group "
                                + trigger.consumerGroup());
                    }
                } catch (IllegalArgumentException absent) {
                    problems.add(function.name() + ": " + absent.getMessage());
                }
            });
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    definition.name() + " cannot be deployed: " + String.join("; ", problems));
        }
    }

    private WorkerProcess startWorker(Placement placement, URI uri) {
        WorkerProcess worker = new WorkerProcess(placement.app(), timer, placement.metrics()::get);
        gate.expect(worker);
        worker.start(process -> launch(placement, uri, process), () -> gate.forget(worker));
        return worker;
    }

    private ChildProcess launch(Placement placement, URI uri, WorkerProcess worker) {
        AppDefinition definition = placement.definition();
        try {
            Path temporary =
                    Files.createDirectories(placement.home().resolve("tmp").resolve(worker.id()));
            Files.createDirectories(placement.logs());
            Map<String, String> variables = new TreeMap<>(Map.of(
                    "FUNCTIONS_WORKER_RUNTIME", "java",
                    "FUNCTIONS_EXTENSION_VERSION", "~4",
                    "WEBSITE_SITE_NAME", definition.name(),
                    "WEBSITE_HOSTNAME", uri.getAuthority(),
                    "WEBSITE_INSTANCE_ID", worker.id(),
                    "LANG", "en_US.UTF-8",
                    "TZ", ":UTC"));
            variables.putAll(definition.settings());
            List<String> options = new ArrayList<>(
                    List.of(definition.settings().getOrDefault("JAVA_OPTS", "").split(" ", -1)));
            options.removeIf(String::isEmpty);
            return ChildProcess.start(
                    runtime.command(gate.port(), worker.token(), placement.app(), temporary, options),
                    placement.app().folder(),
                    variables,
                    placement.logs().resolve(worker.id() + ".log"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + definition.name(), e);
        }
    }
}

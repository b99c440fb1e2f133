package io.triskel.local.gcp.functions;

import io.triskel.local.ChildProcess;
import io.triskel.local.Daemons;
import io.triskel.local.FaultPlan;
import io.triskel.local.WorkFolder;
import io.triskel.local.function.FunctionMetrics;
import io.triskel.local.function.HostedFunctions;
import io.triskel.local.function.MetricsCounter;
import io.triskel.local.gcp.identity.MetadataServer;
import io.triskel.local.gcp.identity.TokenIssuer;
import io.triskel.local.gcp.pubsub.PubSubSubscription;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Emulates Cloud Run functions: hosts functions and the event sources that invoke them. Closing it ends every JVM. */
public final class FunctionHost implements HostedFunctions, AutoCloseable {
    static final String INVOKE = "Invoke";

    private static final int WORKERS = 8;

    private final Path folder;
    private final Path logs;
    private final InstantSource clock;
    private final FaultPlan faults;
    private final TokenIssuer issuer;
    private final Invoker invoker;
    private final AtomicInteger started = new AtomicInteger();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(Daemons.named("functions-timer"));
    private final ExecutorService workers = Executors.newFixedThreadPool(WORKERS, Daemons.named("functions-worker"));
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(workers)
            .build();
    private final List<CloudFunction> functions = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> triggers = new CopyOnWriteArrayList<>();

    private FunctionHost(
            Path folder,
            Path logs,
            Path javaHome,
            InvokerVersion version,
            InstantSource clock,
            FaultPlan faults,
            TokenIssuer issuer) {
        this.folder = folder;
        this.logs = logs;
        this.clock = clock;
        this.faults = faults;
        this.issuer = issuer;
        this.invoker = Invoker.in(javaHome, folder, version);
    }

    /**
     * Starts a host without functions.
     *
     * @param logs where the functions' output goes, one folder per function
     * @param javaHome of the functions' JVMs; deployed functions run on Java 21
     * @param invoker the invoker in these JVMs
     * @param clock decides the times of schedules; time-outs of functions run on real time
     * @param faults the faults to inject, see {@link #faults}
     * @param issuer of the tokens for functions, and for callers of functions that require authentication
     */
    public static FunctionHost start(
            Path logs,
            Path javaHome,
            InvokerVersion invoker,
            InstantSource clock,
            FaultPlan faults,
            TokenIssuer issuer) {
        return new FunctionHost(
                WorkFolder.create("triskel-functions-"), logs, javaHome, invoker, clock, faults, issuer);
    }

    /** A host with its own issuer, whose functions run on this JVM's own Java. */
    public static FunctionHost start(Path logs) {
        return start(
                logs,
                Path.of(System.getProperty("java.home")),
                InvokerVersion.NEWEST,
                InstantSource.system(),
                new FaultPlan(1),
                new TokenIssuer(InstantSource.system()));
    }

    /** {@return the issuer of the tokens for functions, and for callers of functions that require authentication} */
    public TokenIssuer issuer() {
        return issuer;
    }

    /**
     * The faults to inject; may be armed at any time, for the operation {@code Invoke}. Refused answers a call with
     * 429, Failed fails it before it reaches the function, LostResponse fails it after the function has run.
     */
    public FaultPlan faults() {
        return faults;
    }

    /** Deploys a function; no instance is started before the first request. */
    public CloudFunction deploy(FunctionDefinition definition) {
        Path functionLogs = logs.resolve(definition.name());
        MetadataServer metadata = MetadataServer.start(definition.serviceAccount(), issuer);
        triggers.add(metadata);
        CloudFunction function = new CloudFunction(
                definition,
                (metrics, whenEnded) -> launch(definition, metadata.host(), functionLogs, metrics, whenEnded),
                functionLogs,
                faults,
                workers);
        functions.add(function);
        return function;
    }

    /**
     * Passes a subscription's events to an event function, from now until the host is closed; failed events are
     * redelivered.
     */
    public EventTrigger trigger(PubSubSubscription subscription, CloudFunction function) {
        return trigger(subscription, function, true);
    }

    /**
     * Passes a subscription's events to an event function, from now until the host is closed.
     *
     * @param retry whether failed events are redelivered; false, the service's default, drops them
     */
    public EventTrigger trigger(PubSubSubscription subscription, CloudFunction function, boolean retry) {
        EventTrigger trigger = EventTrigger.start(subscription, function, retry);
        triggers.add(trigger);
        return trigger;
    }

    /**
     * Gives a function an HTTP address that accepts only calls of these service accounts.
     *
     * @param invokers the e-mail addresses of the accounts with the role Cloud Run Invoker
     */
    public FunctionUrl url(CloudFunction function, Set<String> invokers) {
        return url(function, Set.copyOf(invokers)::contains);
    }

    /**
     * Gives a function an HTTP address that accepts only calls of some service accounts.
     *
     * @param invokers tests the e-mail address of each caller
     */
    public FunctionUrl url(CloudFunction function, Predicate<String> invokers) {
        return url(function, Optional.of(new FunctionUrl.Invokers(issuer, invokers)));
    }

    /** Gives a function a public HTTP address, as the role Invoker for {@code allUsers} does. */
    public FunctionUrl publicUrl(CloudFunction function) {
        return url(function, Optional.empty());
    }

    private FunctionUrl url(CloudFunction function, Optional<FunctionUrl.Invokers> invokers) {
        FunctionUrl url = new FunctionUrl(function, invokers);
        triggers.add(url);
        return url;
    }

    /** A job that posts to this path of a function at this rate, and on demand. */
    public SchedulerJob schedule(String job, Duration rate, CloudFunction function, String path) {
        SchedulerJob schedule = SchedulerJob.atRate(job, rate, function, path, clock);
        triggers.add(schedule);
        return schedule;
    }

    /** A job that posts on demand only. */
    public SchedulerJob schedule(String job, CloudFunction function, String path) {
        SchedulerJob schedule = SchedulerJob.onDemand(job, function, path, clock);
        triggers.add(schedule);
        return schedule;
    }

    @Override
    public Map<String, FunctionMetrics> metrics() {
        Map<String, FunctionMetrics> metrics = new LinkedHashMap<>();
        functions.forEach(function -> metrics.put(function.definition().name(), function.metrics()));
        return metrics;
    }

    @Override
    public List<Path> logs() {
        return functions.stream().map(CloudFunction::logs).toList();
    }

    @Override
    public void close() {
        triggers.forEach(FunctionHost::closeQuietly);
        functions.forEach(CloudFunction::close);
        timer.shutdownNow();
        workers.shutdownNow();
        WorkFolder.remove(folder);
    }

    private FunctionInstance launch(
            FunctionDefinition definition,
            String metadataHost,
            Path functionLogs,
            MetricsCounter metrics,
            Consumer<FunctionInstance> whenEnded) {
        try {
            String id = definition.name() + "-" + started.incrementAndGet();
            Path temporary = Files.createDirectories(folder.resolve(id));
            Files.createDirectories(functionLogs);
            ChildProcess process = ChildProcess.start(
                    invoker.command(definition, temporary),
                    temporary,
                    variables(definition, metadataHost),
                    functionLogs.resolve(id + ".log"));
            return FunctionInstance.start(definition, http, process, timer, metrics, whenEnded);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + definition.name(), e);
        }
    }

    // Cloud Run documentation, "Container runtime contract"; here the invoker chooses the port.
    private static Map<String, String> variables(FunctionDefinition definition, String metadataHost) {
        Map<String, String> variables = new TreeMap<>(definition.environment());
        variables.put(MetadataServer.HOST, metadataHost);
        variables.put("FUNCTION_TARGET", definition.target());
        variables.put("K_SERVICE", definition.name());
        variables.put("K_REVISION", definition.name() + "-00001-loc");
        variables.put("K_CONFIGURATION", definition.name());
        variables.put("LANG", "C.UTF-8");
        return variables;
    }

    private static void closeQuietly(AutoCloseable trigger) {
        try {
            trigger.close();
        } catch (Exception e) {
            throw new IllegalStateException("A trigger cannot be closed", e);
        }
    }
}

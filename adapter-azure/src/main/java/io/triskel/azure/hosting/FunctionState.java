package io.triskel.azure.hosting;

import io.triskel.azure.AzureClients;
import io.triskel.azure.monitor.ClockMetrics;
import io.triskel.azure.tables.TableUpkeep;
import io.triskel.consume.EventConsumer;
import io.triskel.event.Deadline;
import io.triskel.hosting.Applications;
import io.triskel.hosting.Host;
import io.triskel.hosting.Hosted;
import io.triskel.hosting.clock.ClockWork;
import io.triskel.hosting.function.HostThreads;
import io.triskel.hosting.function.InvocationLog;
import io.triskel.hosting.http.HttpEndpoint;
import io.triskel.hosting.operation.OperatorRequests;
import io.triskel.platform.Platform;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The objects that all functions of the app share while their JVM lives. Static, because the worker makes a new object of a
 * function's class for each invocation.
 */
final class FunctionState {
    /**
     * The time that an invocation may take, well below host.json's functionTimeout; a killed invocation's claims expire after
     * it.
     */
    static final Duration TIME = Duration.ofSeconds(20);

    /** Calls under way at once, of all functions; they wait for Table Storage most of their time. */
    private static final int AT_ONCE = 16;

    private static final Object LOCK = new Object();

    @SuppressWarnings("NonFinalStaticField") // one per JVM, made by the first invocation: the worker has no other hook
    private static @Nullable FunctionState running;

    private final FunctionSettings settings;
    private final Platform platform;
    private final Hosted<?> hosted;
    private final Optional<ProcessDesk> desk;
    private final ClockWork clock;
    private final TableUpkeep upkeep;
    private final Optional<ClockMetrics> metrics;
    private final InvocationLog journal = new InvocationLog();
    private final Map<String, ConsumerFunction> consumers = new LinkedHashMap<>();

    private FunctionState(FunctionSettings settings) {
        this.settings = settings;
        // Threads apart from the lanes': lanes that hang must not keep the inbox from its work when the batch is over.
        Executor inbox = HostThreads.named("inbox", AT_ONCE);
        Executor lanes = HostThreads.named("lanes", AT_ONCE);
        AzureClients clients = AzureClients.of(settings.azure());
        Host host = AzurePorts.of(settings, clients, InstantSource.system(), journal, inbox);
        platform = host.platform();
        // Threads apart from the inbox's, too: forgetting must not slow down handling.
        upkeep = new TableUpkeep(
                clients.tables(), settings.tables(), InstantSource.system(), HostThreads.named("upkeep", AT_ONCE));
        metrics = ClockMetrics.configured(settings.azure(), clients, InstantSource.system());
        desk = settings.orchestrator().map(name -> ProcessDesk.of(settings.application(), platform, name));
        hosted = settings.application()
                .on(desk.map(leader -> host.led(leader.consumer())).orElse(host));
        clock = new ClockWork(hosted.application());
        hosted.application()
                .consumers()
                .forEach((name, consumer) -> consumers.put(name, ConsumerFunction.of(consumer, platform, lanes, TIME)));
    }

    /**
     * {@return this JVM's state, made at the first call}
     *
     * @throws IllegalArgumentException naming all settings that are missing or wrong, each time
     */
    static FunctionState get() {
        synchronized (LOCK) {
            FunctionState found = running != null
                    ? running
                    : new FunctionState(FunctionSettings.from(Applications.only(), System.getenv()));
            running = found;
            return found;
        }
    }

    FunctionSettings settings() {
        return settings;
    }

    Platform platform() {
        return platform;
    }

    /**
     * {@return the desk between Durable Functions and the bus; its client comes with invocations}
     *
     * @throws IllegalStateException if Durable Functions leads nothing
     */
    ProcessDesk desk() {
        return desk.orElseThrow(() -> new IllegalStateException(
                FunctionSettings.ORCHESTRATOR + " is not set, expected the name of the orchestrator's function"));
    }

    /** {@return what answers HTTP} */
    HttpEndpoint http() {
        return hosted.http();
    }

    ClockWork clock() {
        return clock;
    }

    /** {@return where the clock publishes what it sees, if anywhere} */
    Optional<ClockMetrics> metrics() {
        return metrics;
    }

    /** {@return what the tables want done on a schedule} */
    TableUpkeep upkeep() {
        return upkeep;
    }

    /** {@return the names of the consumers of the application's style} */
    Set<String> consumers() {
        return consumers.keySet();
    }

    /**
     * {@return what handles events for a consumer}
     *
     * @throws IllegalStateException if the application's style has no such consumer
     */
    ConsumerFunction consumer(String name) {
        ConsumerFunction found = consumers.get(name);
        if (found == null) {
            throw new IllegalStateException("There is no consumer " + name + " in " + where()
                    + "; disable its function: AzureWebJobs." + EventsFunction.function(name) + ".Disabled = true");
        }
        return found;
    }

    /**
     * Serves what an operator asks of a consumer.
     *
     * @throws IllegalArgumentException if the application's style has no such consumer, or the request is broken
     */
    byte[] replay(String consumer, byte[] request) {
        EventConsumer found = hosted.application().consumers().get(consumer);
        if (found == null) {
            throw new IllegalArgumentException("there is no consumer " + consumer + " in " + where());
        }
        return OperatorRequests.answer(request, found, platform, deadline());
    }

    private String where() {
        return "this deployment of application '" + settings.application().name() + "'";
    }

    /** {@return when an invocation that begins now must be over} */
    Deadline deadline() {
        return Deadline.in(TIME, platform.clock());
    }

    /** Records a failure, for the line that {@link #write} writes. */
    void trouble(String what) {
        journal.trouble(what);
    }

    /** Writes what happened in one line, with troubles as a warning: host.json keeps those alone. */
    void write(String function, Logger log) {
        journal.write(function, platform.states(), log::info, log::warning);
    }

    /** Writes what happened in one line; consumers' events have lines of their own. */
    void write(String function, Consumer<String> log) {
        journal.write(function, platform.states(), log);
    }
}

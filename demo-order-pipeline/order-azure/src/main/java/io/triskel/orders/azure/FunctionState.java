package io.triskel.orders.azure;

import io.triskel.azure.AzureClients;
import io.triskel.azure.durable.DurableFunctionsEngine;
import io.triskel.azure.monitor.ClockMetrics;
import io.triskel.azure.tables.TableUpkeep;
import io.triskel.consume.EventConsumer;
import io.triskel.engine.EngineDesk;
import io.triskel.event.Deadline;
import io.triskel.hosting.clock.ClockWork;
import io.triskel.hosting.function.HostThreads;
import io.triskel.hosting.function.InvocationLog;
import io.triskel.hosting.operation.OperatorRequests;
import io.triskel.orders.fulfilment.Fulfilment;
import io.triskel.orders.fulfilment.FulfilmentSaga;
import io.triskel.orders.http.OrderApi;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.Ports;
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

    private final OrderSettings settings;
    private final Ports ports;
    private final OrderPipeline pipeline;
    private final OrderApi api;
    private final Optional<DurableFunctionsEngine> engine;
    private final Optional<EngineDesk<Fulfilment>> desk;
    private final ClockWork clock;
    private final TableUpkeep upkeep;
    private final Optional<ClockMetrics> metrics;
    private final InvocationLog journal = new InvocationLog();
    private final Map<String, ConsumerFunction> consumers = new LinkedHashMap<>();

    private FunctionState(OrderSettings settings) {
        this.settings = settings;
        // Threads apart from the lanes': lanes that hang must not keep the inbox from its work when the batch is over.
        Executor inbox = HostThreads.named("inbox", AT_ONCE);
        Executor lanes = HostThreads.named("lanes", AT_ONCE);
        AzureClients clients = AzureClients.of(settings.azure());
        ports = AzurePorts.of(settings, clients, InstantSource.system(), journal, inbox);
        // Threads apart from the inbox's, too: forgetting must not slow down handling.
        upkeep = new TableUpkeep(
                clients.tables(), settings.tables(), InstantSource.system(), HostThreads.named("upkeep", AT_ONCE));
        metrics = ClockMetrics.configured(settings.azure(), clients, InstantSource.system());
        engine = settings.orchestrator().map(DurableFunctionsEngine::of);
        desk = engine.map(leader -> EngineDesk.of(FulfilmentSaga.steps(), ports.platform(), leader));
        pipeline = desk.map(leader -> new OrderPipeline(ports, leader))
                .orElseGet(() -> new OrderPipeline(ports, settings.style()));
        api = new OrderApi(pipeline, ports.platform().states());
        clock = new ClockWork(pipeline);
        pipeline.consumers()
                .forEach((name, consumer) -> consumers.put(name, ConsumerFunction.of(consumer, ports, lanes, TIME)));
    }

    /**
     * {@return this JVM's state, made at the first call}
     *
     * @throws IllegalArgumentException naming all settings that are missing or wrong, each time
     */
    static FunctionState get() {
        synchronized (LOCK) {
            FunctionState found = running != null ? running : new FunctionState(OrderSettings.from(System.getenv()));
            running = found;
            return found;
        }
    }

    OrderSettings settings() {
        return settings;
    }

    Ports ports() {
        return ports;
    }

    /** {@return Durable Functions; its client comes with invocations} */
    DurableFunctionsEngine engine() {
        return engine.orElseThrow(() -> new IllegalStateException(
                OrderSettings.ORCHESTRATOR + " is not set, expected the name of the orchestrator's function"));
    }

    /** {@return the desk between Durable Functions and the bus} */
    EngineDesk<Fulfilment> desk() {
        return desk.orElseThrow();
    }

    OrderApi api() {
        return api;
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

    /** {@return the names of the consumers of the pipeline's style} */
    Set<String> consumers() {
        return consumers.keySet();
    }

    /**
     * {@return what handles events for a consumer}
     *
     * @throws IllegalStateException if the pipeline's style has no such consumer
     */
    ConsumerFunction consumer(String name) {
        ConsumerFunction found = consumers.get(name);
        if (found == null) {
            throw new IllegalStateException("There is no consumer " + name + " in "
                    + settings.style().text() + "; disable its function: AzureWebJobs."
                    + OrderEventFunctions.function(name) + ".Disabled = true");
        }
        return found;
    }

    /**
     * Serves what an operator asks of a consumer.
     *
     * @throws IllegalArgumentException if the pipeline's style has no such consumer, or the request is broken
     */
    byte[] replay(String consumer, byte[] request) {
        EventConsumer found = pipeline.consumers().get(consumer);
        if (found == null) {
            throw new IllegalArgumentException("there is no consumer " + consumer + " in "
                    + settings.style().text());
        }
        return OperatorRequests.answer(request, found, ports.platform(), deadline());
    }

    /** {@return when an invocation that begins now must be over} */
    Deadline deadline() {
        return Deadline.in(TIME, ports.platform().clock());
    }

    /** Records a failure, for the line that {@link #write} writes. */
    void trouble(String what) {
        journal.trouble(what);
    }

    /** Writes what happened in one line, with troubles as a warning: host.json keeps those alone. */
    void write(String function, Logger log) {
        journal.write(function, ports.platform().states(), log::info, log::warning);
    }

    /** Writes what happened in one line; consumers' events have lines of their own. */
    void write(String function, Consumer<String> log) {
        journal.write(function, ports.platform().states(), log);
    }
}

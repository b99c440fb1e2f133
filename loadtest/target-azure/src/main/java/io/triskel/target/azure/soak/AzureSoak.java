package io.triskel.target.azure.soak;

import io.triskel.benchmarks.soak.Assignment;
import io.triskel.benchmarks.soak.EveryEvent;
import io.triskel.benchmarks.soak.LocalSoak;
import io.triskel.benchmarks.soak.SampledEvents;
import io.triskel.benchmarks.soak.SoakSettings;
import io.triskel.local.Fault;
import io.triskel.local.NodeTools;
import io.triskel.local.Parts;
import io.triskel.local.azure.LocalAzure;
import io.triskel.local.azure.LocalAzureSettings;
import io.triskel.local.azure.eventhubs.EventHub;
import io.triskel.local.azure.functions.AppDefinition;
import io.triskel.local.azure.functions.FunctionApp;
import io.triskel.local.function.FunctionMetrics;
import io.triskel.local.proxy.HttpProxy;
import io.triskel.target.azure.AppZip;
import io.triskel.target.azure.AzureBinding;
import io.triskel.target.azure.AzureTestPorts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A local Azure with one app for both consumers, where batches are refused, links are detached, requests to tables and executions fail,
 * and partitions move between instances, also before the old owner has finished.
 */
final class AzureSoak extends LocalSoak<AzureTestPorts> {
    private static final String BUSY = "com.microsoft:server-busy";
    private static final int INSTANCES = 2;

    private final LocalAzure local;
    private final EventHub hub;
    private final FunctionApp app;
    private long startsBeforeKill;

    private AzureSoak(SoakSettings settings, LocalAzure local, AzureBinding binding, Path zip) {
        super(local, binding, binding.fresh());
        this.local = local;
        this.hub = local.eventHubs().hub(ports().hub());
        hub.addConsumerGroup(EveryEvent.NAME);
        hub.addConsumerGroup(SampledEvents.NAME);
        this.app = local.functions()
                .deploy(
                        AppDefinition.of("soak", zip)
                                .withSettings(local.environment())
                                .withSettings(Map.of("HUB", ports().hub()))
                                .withSettings(
                                        Assignment.variables(ports().tables().prefix(), settings))
                                .withInstances(INSTANCES),
                        local.eventHubs());
    }

    static AzureSoak start(SoakSettings settings, Path folder) throws IOException {
        Path zip = AppZip.ofClassPath(
                folder.resolve("soak.zip"),
                Map.of(EveryEvent.NAME, EveryEventFunction.class, SampledEvents.NAME, InboxFunction.class),
                settings.batch());
        return Parts.over(
                LocalAzure.start(LocalAzureSettings.in(NodeTools.projectRoot(), folder)
                        .withSeed(settings.seed())
                        .withProxiedTables()),
                local -> new AzureSoak(settings, local, AzureBinding.over(local), zip));
    }

    @Override
    public void arm() {
        Fault busy = new Fault.Refused(BUSY);
        Fault slow = new Fault.Slow(Duration.ofMillis(50));
        local.eventHubs()
                .faults()
                .next(1, "Send", busy)
                .next(1, "Send", new Fault.Failed())
                .next(1, "Send", new Fault.LostResponse())
                .often(0.03, "Send", busy)
                .often(0.01, "Send", new Fault.Failed())
                .often(0.03, "Send", new Fault.LostResponse())
                .often(0.02, "Send", slow);
        local.functions()
                .faults()
                .next(1, "Invoke", new Fault.Failed())
                .next(1, "Invoke", new Fault.LostResponse())
                .often(0.02, "Invoke", new Fault.Failed())
                .often(0.02, "Invoke", new Fault.LostResponse())
                .next(2, "Move", new Fault.Failed());
        local.tables()
                .faults()
                .next(1, "POST", new Fault.LostResponse())
                .often(0.02, "POST", new Fault.LostResponse())
                .often(0.02, "PUT", new Fault.LostResponse())
                .often(0.02, "PATCH", new Fault.LostResponse())
                .often(0.02, HttpProxy.ANY, new Fault.Refused("ServerBusy"))
                .often(0.01, HttpProxy.ANY, new Fault.Failed())
                .often(0.01, HttpProxy.ANY, slow);
    }

    @Override
    public void disturb(int part, int parts) {
        if (part == parts / 4 || part == 3 * parts / 4) {
            local.eventHubs().detachAll();
            planned("all links detached");
        } else if (part == parts / 3) {
            scale(INSTANCES + 1);
        } else if (part == parts / 2) {
            scale(INSTANCES);
        } else if (part == 2 * parts / 3) {
            scale(1);
        }
    }

    private void scale(int instances) {
        app.scaleTo(instances);
        planned("partitions moved between instances");
    }

    /**
     * Kills only after the successor of the last killed instance has started: before that, the kill would interrupt nothing.
     */
    @Override
    public boolean kill(int kill) {
        long starts = app.metrics().values().stream()
                .mapToLong(metrics -> metrics.coldStarts().size())
                .sum();
        if (starts <= startsBeforeKill || !app.killOne()) {
            return false;
        }
        startsBeforeKill = starts;
        return true;
    }

    @Override
    public long handed() {
        return app.metrics().values().stream()
                .mapToLong(FunctionMetrics::batchRecords)
                .min()
                .orElseThrow();
    }

    @Override
    public boolean isCaughtUp() {
        return app.isCaughtUp();
    }

    @Override
    public long onTheBus() {
        return hub.partitions().stream()
                .mapToLong(partition -> partition.lastSequenceNumber() + 1)
                .sum();
    }

    @Override
    protected List<Map<String, Long>> byChance() {
        return List.of(
                local.eventHubs().faults().injected(),
                local.functions().faults().injected(),
                local.tables().faults().injected());
    }

    @Override
    public Map<String, Map<String, Long>> functions() {
        Map<String, Map<String, Long>> functions = new TreeMap<>();
        app.metrics().forEach((name, metrics) -> functions.put(name, counts(metrics)));
        return functions;
    }

    private static Map<String, Long> counts(FunctionMetrics metrics) {
        return new TreeMap<>(Map.of(
                "invocations", metrics.invocations(),
                "errors", metrics.errors(),
                "timeouts", metrics.timeouts(),
                "retries", metrics.retries(),
                "coldStarts", (long) metrics.coldStarts().size(),
                "batches", metrics.batches(),
                "eventsPerBatch", Math.round(metrics.batchFill())));
    }
}

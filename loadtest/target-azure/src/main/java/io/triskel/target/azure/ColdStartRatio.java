package io.triskel.target.azure;

import io.triskel.azure.AzureClients;
import io.triskel.azure.AzureSettings;
import io.triskel.azure.eventhubs.EventHubsBus;
import io.triskel.benchmarks.ratio.run.ColdStarts;
import io.triskel.benchmarks.ratio.run.Placed;
import io.triskel.local.FaultPlan;
import io.triskel.local.azure.eventhubs.EventHubsServer;
import io.triskel.local.azure.eventhubs.EventHubsSettings;
import io.triskel.local.azure.functions.AppDefinition;
import io.triskel.local.azure.functions.FunctionApp;
import io.triskel.local.azure.functions.FunctionHost;
import io.triskel.local.function.FunctionMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The first batch of a worker in the function host. */
final class ColdStartRatio {
    private static final int EVENTS = 10;
    private static final String EMPTY = "empty";
    private static final String OURS = "counting";

    private final Path folder;
    private final EventHubsServer hubs = EventHubsServer.start(EventHubsSettings.defaults(), new FaultPlan(1));
    private final AzureClients clients = AzureClients.of(AzureSettings.from(
            Map.of("TRISKEL_AZURE_EVENTHUBS_CONNECTION", hubs.connectionString()),
            EnumSet.of(AzureSettings.Service.EVENT_HUBS)));
    private final FunctionHost host;

    private ColdStartRatio(Path folder) {
        this.folder = folder;
        this.host = FunctionHost.start(folder.resolve("logs"));
    }

    static ColdStarts start(Path folder) throws IOException {
        return new ColdStartRatio(folder).deployed();
    }

    private ColdStarts deployed() throws IOException {
        return new ColdStarts(
                function(
                        "empty function",
                        "an Event Hubs trigger of byte[][] that does nothing, with nothing but its class in the package; from"
                                + " starting the worker's JVM to the end of its first batch, " + EVENTS + " events",
                        deploy(EMPTY, AppZip.ofOne(folder.resolve("empty.zip"), EMPTY, EmptyFunction.class))),
                function(
                        "EventHubFunction",
                        "decodes and settles the same batch with a handler that counts, no store; its package also has the"
                                + " core, the adapter, the SDK and Jackson; same worker, same host",
                        deploy(
                                OURS,
                                AppZip.ofClassPath(
                                        folder.resolve("ours.zip"),
                                        Map.of(OURS, CountingFunction.class),
                                        AppZip.BATCH))),
                List.of(host, clients, hubs));
    }

    private FunctionApp deploy(String name, Path zip) {
        hubs.createHub(name, 1).addConsumerGroup(name);
        return host.deploy(
                AppDefinition.of(name, zip)
                        .withSettings(
                                Map.of("HUB", name, "TRISKEL_AZURE_EVENTHUBS_CONNECTION", hubs.connectionString())),
                hubs);
    }

    private ColdStarts.Function function(String name, String description, FunctionApp app) {
        String hub = app.definition().name();
        return new ColdStarts.Function(
                name,
                description,
                () -> Placed.publish(EventHubsBus.of(clients, hub), EVENTS, EVENTS),
                () -> metrics(app).firstInvocations(),
                () -> metrics(app).errors(),
                app::isCaughtUp,
                app::killOne);
    }

    private static FunctionMetrics metrics(FunctionApp app) {
        FunctionMetrics metrics = app.metrics().get(app.definition().name());
        return Objects.requireNonNull(metrics);
    }
}

package io.triskel.load.azure;

import io.triskel.azure.AzureClients;
import io.triskel.azure.AzureSettings;
import io.triskel.azure.eventhubs.EventHubsBus;
import io.triskel.load.ratio.Comparison;
import io.triskel.load.ratio.Goal;
import io.triskel.load.ratio.Measure;
import io.triskel.load.ratio.Sample;
import io.triskel.load.ratio.Side;
import io.triskel.load.ratio.run.Placed;
import io.triskel.load.ratio.run.RatioTarget;
import io.triskel.local.Await;
import io.triskel.local.FaultPlan;
import io.triskel.local.WorkFolder;
import io.triskel.local.azure.eventhubs.EventHubsServer;
import io.triskel.local.azure.eventhubs.EventHubsSettings;
import io.triskel.local.azure.functions.AppDefinition;
import io.triskel.local.azure.functions.FunctionApp;
import io.triskel.local.azure.functions.FunctionHost;
import io.triskel.local.azure.functions.FunctionMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** From starting a worker's JVM to the end of its first batch, in the same function host: ours against an empty one. */
final class ColdStartRatio implements RatioTarget.ColdStarts {
    private static final int EVENTS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String EMPTY = "empty";
    private static final String OURS = "counting";

    private final Path folder;
    private final EventHubsServer hubs;
    private final AzureClients clients;
    private final FunctionHost host;
    private final FunctionApp empty;
    private final FunctionApp ours;

    private ColdStartRatio(Path folder) throws IOException {
        this.folder = folder;
        hubs = EventHubsServer.start(EventHubsSettings.defaults(), new FaultPlan(1));
        clients = AzureClients.of(AzureSettings.from(
                Map.of("TRISKEL_AZURE_EVENTHUBS_CONNECTION", hubs.connectionString()),
                EnumSet.of(AzureSettings.Service.EVENT_HUBS)));
        host = FunctionHost.start(folder.resolve("logs"));
        empty = deploy(EMPTY, AppZip.ofOne(folder.resolve("empty.zip"), EMPTY, EmptyFunction.class));
        ours = deploy(
                OURS,
                AppZip.ofClassPath(folder.resolve("ours.zip"), Map.of(OURS, CountingFunction.class), AppZip.BATCH));
    }

    static ColdStartRatio start() throws IOException {
        Path folder = WorkFolder.create("triskel-ratios-");
        try {
            return new ColdStartRatio(folder);
        } catch (IOException | RuntimeException e) {
            WorkFolder.remove(folder);
            throw e;
        }
    }

    private FunctionApp deploy(String name, Path zip) {
        hubs.createHub(name, 1).addConsumerGroup(name);
        return host.deploy(
                AppDefinition.of(name, zip)
                        .withSettings(
                                Map.of("HUB", name, "TRISKEL_AZURE_EVENTHUBS_CONNECTION", hubs.connectionString())),
                hubs);
    }

    @Override
    public Comparison comparison() {
        return new Comparison(
                "cold start",
                new Side(
                        "empty function",
                        "an Event Hubs trigger of byte[][] that does nothing, with nothing but its class in the package; from"
                                + " starting the worker's JVM to the end of its first batch, " + EVENTS + " events",
                        () -> start(empty)),
                new Side(
                        "EventHubFunction",
                        "decodes and settles the same batch with a handler that counts, no store; its package has the core,"
                                + " the adapter, the SDK and Jackson besides; same worker, same host",
                        () -> start(ours)),
                List.of(new Goal(Measure.TIME, 1.5)));
    }

    private Sample start(FunctionApp app) {
        String name = app.definition().name();
        int before = metrics(app).firstInvocations().size();
        Placed.publish(new EventHubsBus(() -> clients.producer(name), InstantSource.system()), EVENTS, EVENTS);
        Await.until(
                "the first batch",
                PATIENCE,
                () -> metrics(app).firstInvocations().size() > before && app.isCaughtUp());
        Duration took = metrics(app).firstInvocations().get(before);
        if (metrics(app).errors() > 0) {
            throw new IllegalStateException(name + " did not handle its batch; see " + app.logs());
        }
        Await.until("the worker's end", PATIENCE, app::killOne);
        return new Sample(1, took.toNanos(), 0);
    }

    private static FunctionMetrics metrics(FunctionApp app) {
        FunctionMetrics metrics = app.metrics().get(app.definition().name());
        return Objects.requireNonNull(metrics);
    }

    @Override
    public void close() {
        host.close();
        clients.close();
        hubs.close();
        WorkFolder.remove(folder);
    }
}

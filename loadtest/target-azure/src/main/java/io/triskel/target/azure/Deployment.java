package io.triskel.target.azure;

import io.triskel.azure.functions.FunctionKey;
import io.triskel.azure.hosting.AzureManifest;
import io.triskel.azure.hosting.AzureParts;
import io.triskel.azure.hosting.FunctionSettings;
import io.triskel.hosting.manifest.Identity;
import io.triskel.hosting.manifest.Manifest;
import io.triskel.local.Parts;
import io.triskel.local.azure.LocalAzure;
import io.triskel.local.azure.LocalAzureSettings;
import io.triskel.local.azure.eventhubs.CaptureSettings;
import io.triskel.local.azure.eventhubs.EventHub;
import io.triskel.local.azure.functions.AppDefinition;
import io.triskel.local.azure.functions.FunctionApp;
import io.triskel.local.azure.monitor.MetricsServer;
import io.triskel.local.azure.roles.RoleAssignment;
import io.triskel.notify.Credential;
import io.triskel.orders.OrderApplication;
import io.triskel.orders.deployed.ArchiveFolder;
import io.triskel.orders.pipeline.Style;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * The package deployed as a team would deploy it, by its manifest: a hub with a consumer group per consumer, the tables, one
 * function app, whose identity, where enforced, is denied what the manifest does not allow.
 */
final class Deployment implements AutoCloseable {
    static final int PARTITIONS = 4;

    private static final String WEB = "web";

    /** Instances of one JVM each where partitions move between instances. */
    static final int INSTANCES = 2;

    /** Instances for a run in which only the outcome matters: the second JVM runs the same code once more uncompiled. */
    static final int FEWEST_INSTANCES = 1;

    private final LocalAzure azure;
    private final EventHub hub;
    private final ArchiveFolder archive;
    private final Map<String, String> settings;
    private final FunctionApp app;

    /** @param blobs the folder used as the storage account of the archive */
    private Deployment(
            LocalAzure azure, AppDefinition named, int instances, Manifest<AzureParts> unlocked, Path blobs) {
        this.azure = azure;
        Manifest<AzureParts> manifest = unlocked.with("lookupKey", named.functionKey(WEB));
        AzureParts.Hub described = manifest.part(AzureParts::hub);
        hub = azure.eventHubs()
                .createHub(described.name(), described.partitions().value());
        described.consumerGroups().forEach(hub::addConsumerGroup);
        archive = archive(manifest.part(AzureParts::capture), blobs);
        manifest.each(AzureParts::tables).forEach(azure::createTable);
        // How the host runs the functions is read from host.json and function.json of the package.
        Identity identity = manifest.each(AzureParts::identities).get(0);
        String name = identity.identity();
        azure.roles()
                .give(
                        name,
                        identity.permissions().stream()
                                .flatMap(grant -> RoleAssignment.each(grant.roles(), grant.resource()).stream())
                                .toList());
        AppDefinition definition = named.withInstances(instances)
                .withSettings(azure.environment(name))
                .withSettings(manifest.part(AzureParts::settings).variables());
        settings = new TreeMap<>(definition.settings());
        settings.putAll(azure.environment());
        app = azure.functions().deploy(definition, azure.eventHubs());
    }

    private ArchiveFolder archive(AzureParts.Capture described, Path blobs) {
        String container = described.container();
        var unused = hub.capture(CaptureSettings.in(blobs, container)
                .withWindow(
                        (long) described.sizeLimitMiB() << 20,
                        Duration.ofSeconds(described.intervalSeconds().value())));
        return ArchiveFolder.create(blobs.resolve(container));
    }

    /**
     * Starts the local Azure and deploys into it; the driver tells the clock the time.
     *
     * @param zip the deployment package
     * @param instances of the function app, 1 or more
     * @throws RuntimeException if anything does not start; all that had started is ended again
     */
    static Deployment start(LocalAzureSettings settings, Path zip, Style style, int instances) {
        return start(
                settings,
                AppDefinition.of("orders", zip).withSettings(Map.of(FunctionSettings.TOLD_TIME, "true")),
                AzureManifest.read(
                        AzureManifest.of(new OrderApplication(), style.text()).json()),
                instances);
    }

    /** The same with the application of this manifest, under its names; the clock has this machine's time. */
    static Deployment start(
            LocalAzureSettings settings, AppDefinition app, Manifest<AzureParts> manifest, int instances) {
        return Parts.over(
                LocalAzure.start(settings),
                azure -> new Deployment(
                        azure,
                        app,
                        instances,
                        manifest.onLaptop()
                                .with("partitions", PARTITIONS)
                                .with("hostStorageAccount", "host")
                                .with("metricsResource", MetricsServer.RESOURCE),
                        settings.folder().resolve("blobs")));
    }

    LocalAzure azure() {
        return azure;
    }

    EventHub hub() {
        return hub;
    }

    /** {@return the prefix of the tables' names} */
    String tables() {
        return settings.getOrDefault("TRISKEL_APP_TABLES", "");
    }

    /** {@return where all events are archived} */
    ArchiveFolder archive() {
        return archive;
    }

    /** {@return the function app} */
    FunctionApp app() {
        return app;
    }

    /** {@return the key of the function of orders, which opens no other} */
    String key() {
        return app.functionKey(WEB);
    }

    /** {@return the credential for the function of orders} */
    Credential credential() {
        return FunctionKey.of(key());
    }

    /** {@return the app's settings, with the owner's rights on bus and stores} */
    Map<String, String> settings() {
        return settings;
    }

    @Override
    public void close() {
        azure.close();
    }
}

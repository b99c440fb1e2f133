package io.triskel.target.azure;

import io.triskel.azure.AzureSettings;
import io.triskel.azure.eventhubs.EventHubsBus;
import io.triskel.consume.Redelivery;
import io.triskel.load.Declarations;
import io.triskel.load.DeployedSite;
import io.triskel.load.Environment;
import io.triskel.load.KeptOrder;
import io.triskel.load.Site;
import io.triskel.load.SiteBinding;
import io.triskel.local.Daemons;
import io.triskel.local.azure.LocalAzure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;

/**
 * Azure: emulators on this machine, or the service itself.
 *
 * <table>
 * <caption>Environment variables</caption>
 * <tr><th>Name</th><th>Meaning</th></tr>
 * <tr><td>{@code TRISKEL_CONTRACTS}</td><td>{@code azure} for the service itself, or Microsoft's emulator; otherwise our own are
 * started</td></tr>
 * <tr><td>{@code TRISKEL_AZURE_HUB}</td><td>an existing event hub, for tests only; required with the service</td></tr>
 * <tr><td>{@code TRISKEL_AZURE_TABLES}</td><td>the prefix of existing tables, as
 * {@link io.triskel.azure.tables.AzureTables#names} says, for tests only; required with the service</td></tr>
 * </table>
 *
 * <p>With the service, connections, endpoints and credentials are those of {@link AzureSettings}.
 */
public final class AzureBinding extends SiteBinding<ExistingNames, AzureTestPorts> {
    static final String TARGET = "azure";

    private static final int THREADS = 16;

    private final AzureSettings settings;

    private AzureBinding(Site<ExistingNames> site) {
        super(TARGET, site, Executors.newFixedThreadPool(THREADS, Daemons.named(TARGET)));
        this.settings = AzureSettings.from(site.variables());
    }

    /**
     * {@return the Azure that the environment names}
     *
     * @throws IllegalArgumentException naming every variable that is missing or wrong
     */
    public static AzureBinding of(Map<String, String> environment) {
        return new AzureBinding(isDeployed(environment) ? ExistingNames.deployed(environment) : LocalSite.inThisJvm());
    }

    /** {@return the same binding, with emulators in other processes, so that their CPU time is not counted as ours} */
    static AzureBinding apart(Map<String, String> environment) {
        return isDeployed(environment) ? of(environment) : new AzureBinding(LocalSite.inAnotherJvm());
    }

    /** {@return a binding over a local Azure that the caller ends} */
    public static AzureBinding over(LocalAzure running) {
        return new AzureBinding(LocalSite.over(
                Hubs.over(running.eventHubs(), () -> {}),
                running.storage().connectionString(),
                running::createTable,
                List.of()));
    }

    private static boolean isDeployed(Map<String, String> environment) {
        return DeployedSite.isAskedFor(TARGET, environment);
    }

    @Override
    public Declarations declarations() {
        boolean cloud = environment() == Environment.CLOUD;
        return new Declarations(
                Set.of(Redelivery.WHOLE_BATCH, Redelivery.NEVER, Redelivery.FROM_FIRST_UNSETTLED),
                KeptOrder.PER_KEY,
                EventHubsBus.of(
                                () -> {
                                    throw new IllegalStateException("This binding only answers its limits");
                                },
                                settings.callTimeout())
                        .limits(),
                // A throughput unit takes 1 MB a second.
                cloud ? Duration.ofMinutes(3) : Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                // Table Storage has no index; the rows that stand for one are read consistently.
                Duration.ofSeconds(20));
    }

    @Override
    protected AzureTestPorts on(ExistingNames names) {
        return new AzureTestPorts(names, settings, executor());
    }

    static String random() {
        return UUID.randomUUID().toString();
    }
}

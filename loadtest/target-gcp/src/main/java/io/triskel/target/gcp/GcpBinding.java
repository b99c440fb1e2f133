package io.triskel.target.gcp;

import io.triskel.consume.Redelivery;
import io.triskel.gcp.GcpSettings;
import io.triskel.gcp.pubsub.PubSubBus;
import io.triskel.load.Declarations;
import io.triskel.load.DeployedSite;
import io.triskel.load.Environment;
import io.triskel.load.KeptOrder;
import io.triskel.load.Site;
import io.triskel.load.SiteBinding;
import io.triskel.local.Daemons;
import io.triskel.local.gcp.LocalGcp;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;

/**
 * Google Cloud: servers on this machine, or the service itself.
 *
 * <table>
 * <caption>Environment variables</caption>
 * <tr><th>Name</th><th>Meaning</th></tr>
 * <tr><td>{@code PUBSUB_EMULATOR_HOST}, {@code FIRESTORE_EMULATOR_HOST}</td><td>an emulator, Google's or another, in place of
 * a server that the binding would start; topics and subscriptions are created there</td></tr>
 * <tr><td>{@code TRISKEL_CONTRACTS}</td><td>{@code gcp} for the service itself, where nothing is created</td></tr>
 * <tr><td>{@code TRISKEL_GCP_TOPIC}</td><td>an existing topic, for tests only; required with the service</td></tr>
 * <tr><td>{@code TRISKEL_GCP_SUBSCRIPTION}</td><td>its subscription for pulling, with message ordering and with retention of
 * acknowledged messages; required with the service</td></tr>
 * <tr><td>{@code TRISKEL_GCP_COLLECTIONS}</td><td>the prefix of collections for tests alone, their indexes as
 * {@link io.triskel.gcp.firestore.FirestoreCollections#indexesJson} says; required with the service</td></tr>
 * </table>
 *
 * <p>With the service, project and database are those of {@link GcpSettings}, credentials the application's default ones.
 */
public final class GcpBinding extends SiteBinding<ExistingNames, GcpTestPorts> {
    static final String TARGET = "gcp";

    private static final int THREADS = 16;

    private final GcpSettings settings;

    private GcpBinding(Site<ExistingNames> site) {
        super(TARGET, site, Executors.newFixedThreadPool(THREADS, Daemons.named(TARGET)));
        this.settings = GcpSettings.from(site.variables());
    }

    /**
     * {@return the Google Cloud that the environment names}
     *
     * @throws IllegalArgumentException naming every variable that is missing or wrong
     */
    public static GcpBinding of(Map<String, String> environment) {
        return new GcpBinding(
                isDeployed(environment)
                        ? ExistingNames.deployed(environment)
                        : LocalSite.over(LocalServers.inThisJvm(), environment));
    }

    /** {@return the same binding, with emulators in another process, so that its CPU time is not counted as ours} */
    static GcpBinding apart(Map<String, String> environment) {
        return isDeployed(environment)
                ? of(environment)
                : new GcpBinding(LocalSite.over(LocalServers.inAnotherJvm(), environment));
    }

    /** {@return a binding over a local Google Cloud that the caller ends} */
    public static GcpBinding over(LocalGcp running) {
        return new GcpBinding(LocalSite.over(
                LocalServers.over(running.pubSub(), running.firestore(), () -> {}), running.environment()));
    }

    private static boolean isDeployed(Map<String, String> environment) {
        return DeployedSite.isAskedFor(TARGET, environment);
    }

    @Override
    public Declarations declarations() {
        return new Declarations(
                Set.of(Redelivery.ONE_BY_ONE, Redelivery.HELD),
                KeptOrder.PER_KEY,
                PubSubBus.of(
                                () -> {
                                    throw new IllegalStateException("This binding only answers its limits");
                                },
                                settings.callTimeout())
                        .limits(),
                // A key takes 1 MB a second.
                environment() == Environment.CLOUD ? Duration.ofMinutes(3) : Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                // Queries of Firestore see what was written.
                Duration.ofSeconds(20));
    }

    @Override
    protected GcpTestPorts on(ExistingNames names) {
        return new GcpTestPorts(names, settings, this::delete);
    }

    static String random() {
        return UUID.randomUUID().toString();
    }
}

package io.triskel.gcp.hosting;

import io.triskel.gcp.GcpClients;
import io.triskel.gcp.GcpSettings;
import io.triskel.hosting.Application;
import io.triskel.hosting.Applications;
import io.triskel.hosting.Host;
import io.triskel.hosting.HostedApplication;
import io.triskel.hosting.function.EnvironmentReader;
import io.triskel.hosting.function.FunctionRole;
import io.triskel.hosting.operation.ConsumerFunctions;
import io.triskel.hosting.operation.ExpiredEvents;
import io.triskel.hosting.operation.OperatorTalk;
import io.triskel.hosting.operation.Past;
import io.triskel.hosting.operation.StoreRestore;
import io.triskel.hosting.operation.ViewRebuild;
import io.triskel.observe.Observer;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** An operator's process for an application on Google Cloud, deployed or local: {@code ./triskel ops gcp}. */
public final class GcpOperations {
    /** Names the subscription of rebuilds; by default the one of a deployment under the application's name. */
    static final String SUBSCRIPTION = "TRISKEL_APP_REBUILD_SUBSCRIPTION";

    /** Names the subscription of a restore, which has no filter; by default of a deployment under the application's name. */
    static final String RESTORE_SUBSCRIPTION = "TRISKEL_APP_RESTORE_SUBSCRIPTION";

    /** A restore reads the bus only. */
    private static final String NO_ARCHIVE = "";

    private static final String NEVER =
            "Subscriptions give no event up: they have no dead letters, and Pub/Sub redelivers until an event is"
                    + " acknowledged, or older than the subscription's retention. A consumer that stood still for longer"
                    + " misses some: --consumer NAME lists what the archive has of them, and --replay lets the consumer's"
                    + " function settle it.";

    private GcpOperations() {}

    /** Answers one request; the environment says where the application is, as it does for the function of the clock. */
    public static void main(String[] arguments) throws IOException {
        OperatorTalk.run(System.getenv(), GcpOperations::site);
    }

    /**
     * {@return the application's stores, for an operator}
     *
     * @throws IllegalArgumentException if the environment does not say where they are
     */
    public static OperatorTalk.Site site(Map<String, String> environment) {
        return site(Applications.only(), environment, GcpClients::of);
    }

    /** As above, for an application in any style, with clients of the caller's making. */
    public static OperatorTalk.Site site(
            Application any, Map<String, String> environment, Function<GcpSettings, GcpClients> connect) {
        FunctionSettings settings = FunctionSettings.from(any, environment, FunctionRole.CLOCK);
        GcpClients clients = connect.apply(settings.gcp());
        Host host = GcpPorts.of(settings, clients, InstantSource.system(), Observer.none());
        String name = settings.application().name();
        HostedApplication application = settings.application().on(host).application();
        Supplier<GcpPast> past = () -> new GcpPast(
                clients,
                host.platform(),
                sources(
                        environment,
                        settings.gcp(),
                        Past.archive(environment),
                        SUBSCRIPTION,
                        name + "-" + ViewRebuild.CONSUMER));
        Supplier<ConsumerFunctions> functions = () -> CalledFunctions.of(environment, clients, InstantSource.system());
        return new OperatorTalk.Site(
                application,
                past::get,
                () -> new StoreRestore.Published(
                        EnvironmentReader.busRetention(environment, FunctionSettings.MONTH_HOURS),
                        new GcpPast(
                                clients,
                                host.platform(),
                                sources(
                                        environment,
                                        settings.gcp(),
                                        NO_ARCHIVE,
                                        RESTORE_SUBSCRIPTION,
                                        name + "-restore"))),
                functions,
                () -> new ExpiredEvents(
                        NEVER,
                        application,
                        new ExpiredEvents.Kept(
                                EnvironmentReader.busRetention(environment, FunctionSettings.MONTH_HOURS),
                                settings.inboxRetention()),
                        past::get,
                        functions));
    }

    private static GcpPast.Sources sources(
            Map<String, String> environment, GcpSettings gcp, String archive, String variable, String otherwise) {
        GcpPast.Waits waits = gcp.pubSubEmulator().isPresent() ? GcpPast.Waits.EMULATOR : GcpPast.Waits.SERVICE;
        return new GcpPast.Sources(
                archive, Past.temporary(environment), environment.getOrDefault(variable, otherwise), waits);
    }
}

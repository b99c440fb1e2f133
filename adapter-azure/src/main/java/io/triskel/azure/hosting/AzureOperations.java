package io.triskel.azure.hosting;

import io.triskel.azure.AzureClients;
import io.triskel.hosting.Application;
import io.triskel.hosting.Applications;
import io.triskel.hosting.Host;
import io.triskel.hosting.HostedApplication;
import io.triskel.hosting.function.EnvironmentReader;
import io.triskel.hosting.operation.ConsumerFunctions;
import io.triskel.hosting.operation.ExpiredEvents;
import io.triskel.hosting.operation.OperatorTalk;
import io.triskel.hosting.operation.Past;
import io.triskel.hosting.operation.StoreRestore;
import io.triskel.observe.Observer;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;

/** An operator's process for an application on Azure, deployed or local: {@code ./triskel ops azure}. */
public final class AzureOperations {
    /** A restore reads the bus only. */
    private static final String NO_ARCHIVE = "";

    private static final String NEVER =
            "The trigger gives no event up: its retries have no end. But the hub drops events after a week, so a"
                    + " consumer that stood still for longer misses some: --consumer NAME lists what the archive has of"
                    + " them, and --replay lets the consumer's function settle it.";

    private AzureOperations() {}

    /** Answers one request; the environment says where the application is, as it does for the function of the clock. */
    public static void main(String[] arguments) throws IOException {
        OperatorTalk.run(System.getenv(), AzureOperations::site);
    }

    /**
     * {@return the application's stores, for an operator}
     *
     * @throws IllegalArgumentException if the environment does not say where they are
     */
    public static OperatorTalk.Site site(Map<String, String> environment) {
        return site(Applications.only(), environment);
    }

    /** As above, for an application in any style. */
    public static OperatorTalk.Site site(Application any, Map<String, String> environment) {
        FunctionSettings settings = FunctionSettings.from(any, environment);
        AzureClients clients = AzureClients.of(settings.azure());
        Host host = AzurePorts.of(settings, clients, InstantSource.system(), Observer.none(), Runnable::run);
        HostedApplication application = settings.application().on(host).application();
        Supplier<ConsumerFunctions> functions =
                () -> CalledFunctions.of(settings.lookupBase(), environment, InstantSource.system());
        return new OperatorTalk.Site(
                application,
                () -> past(environment, settings, clients, host, Past.archive(environment)),
                () -> new StoreRestore.Published(
                        EnvironmentReader.busRetention(environment, FunctionSettings.WEEK_HOURS),
                        past(environment, settings, clients, host, NO_ARCHIVE)),
                functions,
                () -> new ExpiredEvents(
                        NEVER,
                        application,
                        new ExpiredEvents.Kept(
                                EnvironmentReader.busRetention(environment, FunctionSettings.WEEK_HOURS),
                                settings.inboxRetention()),
                        () -> past(environment, settings, clients, host, Past.archive(environment)),
                        functions));
    }

    private static AzurePast past(
            Map<String, String> environment,
            FunctionSettings settings,
            AzureClients clients,
            Host host,
            String archive) {
        return new AzurePast(clients, host.platform(), settings.hub(), archive, Past.temporary(environment));
    }
}

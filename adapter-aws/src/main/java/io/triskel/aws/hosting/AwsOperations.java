package io.triskel.aws.hosting;

import io.triskel.aws.AwsClients;
import io.triskel.aws.AwsSettings;
import io.triskel.aws.kinesis.ReadQuota;
import io.triskel.hosting.Application;
import io.triskel.hosting.Applications;
import io.triskel.hosting.Host;
import io.triskel.hosting.HostedApplication;
import io.triskel.hosting.function.EnvironmentReader;
import io.triskel.hosting.function.FunctionRole;
import io.triskel.hosting.operation.Operations;
import io.triskel.hosting.operation.OperatorTalk;
import io.triskel.hosting.operation.Past;
import io.triskel.hosting.operation.StoreRestore;
import io.triskel.observe.Observer;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Function;

/** An operator's process for an application on AWS, deployed or local: {@code ./triskel ops aws}. */
public final class AwsOperations {
    /** Firehose makes one of the five calls that a shard allows in a second. */
    private static final double BESIDE_FIREHOSE = 0.75;

    /** A restore reads the bus only. */
    private static final String NO_ARCHIVE = "";

    private AwsOperations() {}

    /** Answers one request; the environment says where the application is, as it does for the function of the clock. */
    public static void main(String[] arguments) throws IOException {
        OperatorTalk.run(System.getenv(), AwsOperations::site);
    }

    /**
     * {@return the application's stores, for an operator}
     *
     * @throws IllegalArgumentException if the environment does not say where they are
     */
    public static OperatorTalk.Site site(Map<String, String> environment) {
        return site(Applications.only(), environment, AwsClients::of);
    }

    /** As above, for an application in any style, with clients of the caller's making. */
    public static OperatorTalk.Site site(
            Application application, Map<String, String> environment, Function<AwsSettings, AwsClients> connect) {
        FunctionSettings settings = FunctionSettings.from(application, environment, FunctionRole.CLOCK);
        AwsClients clients = connect.apply(settings.aws());
        Host host = AwsPorts.of(settings, clients, InstantSource.system(), Observer.none(), Runnable::run);
        HostedApplication hosted =
                settings.application().on(host).application().withOthers(EnvironmentReader.otherConsumers(environment));
        return new OperatorTalk.Site(
                hosted,
                () -> past(environment, settings, clients, host, Past.archive(environment)),
                () -> new StoreRestore.Published(
                        EnvironmentReader.busRetention(environment, FunctionSettings.WEEK_HOURS),
                        past(environment, settings, clients, host, NO_ARCHIVE)),
                () -> InvokedFunctions.in(environment, settings.aws(), connect),
                () -> GivenUpRecords.of(
                        GivenUpObjects.in(GivenUpRecords.place(environment), clients),
                        InvokedFunctions.in(environment, settings.aws(), connect),
                        new Operations(hosted).consumers(),
                        settings.inboxRetention()));
    }

    private static Past past(
            Map<String, String> environment, FunctionSettings settings, AwsClients clients, Host host, String archive) {
        return new AwsPast(
                clients,
                host.platform(),
                settings.stream(),
                archive,
                ReadQuota.whole().part(BESIDE_FIREHOSE),
                Past.temporary(environment));
    }
}

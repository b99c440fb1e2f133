package io.triskel.orders.aws;

import io.triskel.aws.AwsClients;
import io.triskel.aws.kinesis.ReadQuota;
import io.triskel.hosting.function.EnvironmentReader;
import io.triskel.hosting.function.FunctionRole;
import io.triskel.hosting.operation.GivenUp;
import io.triskel.hosting.operation.OperatorTalk;
import io.triskel.hosting.operation.Past;
import io.triskel.hosting.operation.StoreRestore;
import io.triskel.observe.Observer;
import io.triskel.orders.pipeline.OrderPipeline;
import io.triskel.orders.pipeline.Ports;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** An operator's process for a pipeline on AWS, deployed or local: {@code ./triskel ops aws}. */
public final class OrderOperations {
    /** Firehose makes one of the five calls that a shard allows in a second. */
    private static final double BESIDE_FIREHOSE = 0.75;

    /** A restore reads the bus only. */
    private static final String NO_ARCHIVE = "";

    private OrderOperations() {}

    /** Answers one request; the environment says where the pipeline is, as it does for the function of the clock. */
    public static void main(String[] arguments) throws IOException {
        OperatorTalk.run(System.getenv(), OrderOperations::site);
    }

    /**
     * {@return the pipeline's stores, for an operator}
     *
     * @throws IllegalArgumentException if the environment does not say where they are
     */
    public static OperatorTalk.Site site(Map<String, String> environment) {
        OrderSettings settings = OrderSettings.from(environment, FunctionRole.CLOCK);
        AwsClients clients = AwsClients.of(settings.aws());
        Ports ports = AwsPorts.of(settings, clients, InstantSource.system(), Observer.none(), Runnable::run);
        return new OperatorTalk.Site(
                new OrderPipeline(ports, settings.style()),
                () -> past(environment, settings, clients, ports, Past.archive(environment)),
                () -> new StoreRestore.Published(
                        retention(environment), past(environment, settings, clients, ports, NO_ARCHIVE)),
                () -> InvokedFunctions.in(environment, settings.aws(), AwsClients::of),
                () -> givenUp(environment, settings, clients));
    }

    private static Past past(
            Map<String, String> environment, OrderSettings settings, AwsClients clients, Ports ports, String archive) {
        return new AwsPast(
                clients,
                ports.platform(),
                settings.stream(),
                archive,
                ReadQuota.whole().part(BESIDE_FIREHOSE),
                Past.temporary(environment));
    }

    private static GivenUp givenUp(Map<String, String> environment, OrderSettings settings, AwsClients clients) {
        return GivenUpRecords.of(
                GivenUpObjects.in(GivenUpRecords.place(environment), clients),
                InvokedFunctions.in(environment, settings.aws(), AwsClients::of),
                settings);
    }

    private static Duration retention(Map<String, String> environment) {
        EnvironmentReader reader = new EnvironmentReader(environment);
        Optional<Duration> kept = reader.busRetention(OrderSettings.WEEK_HOURS);
        reader.complain();
        return kept.orElseThrow();
    }
}

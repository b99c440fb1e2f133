package io.triskel.orders.gcp;

import io.triskel.gcp.GcpClients;
import io.triskel.observe.Observer;
import io.triskel.orders.function.FunctionRole;
import io.triskel.orders.operation.OperatorTalk;
import io.triskel.orders.operation.ViewRebuild;
import io.triskel.orders.pipeline.Ports;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** An operator's process for a pipeline on Google Cloud, deployed or local: {@code ./triskel ops gcp}. */
public final class OrderOperations {
    /** Names the subscription of rebuilds; by default the one of a deployment whose name is {@code orders}. */
    static final String SUBSCRIPTION = "ORDERS_REBUILD_SUBSCRIPTION";

    private static final Duration QUIET = Duration.ofSeconds(10);

    private OrderOperations() {}

    /** Answers one request; the environment says where the pipeline is, as it does for the function of the clock. */
    public static void main(String[] arguments) throws IOException {
        OperatorTalk.run(System.getenv(), OrderOperations::site);
    }

    private static OperatorTalk.Site site(Map<String, String> environment) {
        OrderSettings settings = OrderSettings.from(environment, FunctionRole.CLOCK);
        GcpClients clients = GcpClients.of(settings.gcp());
        Ports ports = GcpPorts.of(settings, clients, InstantSource.system(), Observer.none());
        return new OperatorTalk.Site(
                ports,
                settings.style(),
                () -> new GcpPast(
                        clients,
                        ports.platform(),
                        new GcpPast.Sources(
                                OperatorTalk.archive(environment),
                                OperatorTalk.temporary(environment),
                                environment.getOrDefault(SUBSCRIPTION, "orders-" + ViewRebuild.CONSUMER),
                                QUIET)));
    }
}

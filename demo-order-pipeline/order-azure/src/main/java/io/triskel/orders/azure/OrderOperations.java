package io.triskel.orders.azure;

import io.triskel.azure.AzureClients;
import io.triskel.observe.Observer;
import io.triskel.orders.operation.OperatorTalk;
import io.triskel.orders.pipeline.Ports;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;

/** An operator's process for a pipeline on Azure, deployed or local: {@code ./triskel ops azure}. */
public final class OrderOperations {
    private OrderOperations() {}

    /** Answers one request; the environment says where the pipeline is, as it does for the function of the clock. */
    public static void main(String[] arguments) throws IOException {
        OperatorTalk.run(System.getenv(), OrderOperations::site);
    }

    private static OperatorTalk.Site site(Map<String, String> environment) {
        OrderSettings settings = OrderSettings.from(environment);
        AzureClients clients = AzureClients.of(settings.azure());
        Ports ports = AzurePorts.of(settings, clients, InstantSource.system(), Observer.none(), Runnable::run);
        return new OperatorTalk.Site(
                ports,
                settings.style(),
                () -> new AzurePast(
                        clients,
                        ports.platform(),
                        settings.hub(),
                        OperatorTalk.archive(environment),
                        OperatorTalk.temporary(environment)));
    }
}

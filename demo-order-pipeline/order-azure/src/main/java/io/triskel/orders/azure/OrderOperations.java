package io.triskel.orders.azure;

import io.triskel.azure.AzureClients;
import io.triskel.observe.Observer;
import io.triskel.orders.operation.OperatorTalk;
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
        return new OperatorTalk.Site(
                AzurePorts.of(
                        settings,
                        AzureClients.of(settings.azure()),
                        InstantSource.system(),
                        Observer.none(),
                        Runnable::run),
                settings.style());
    }
}

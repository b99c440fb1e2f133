package io.triskel.target.gcp;

import io.triskel.gcp.GcpClients;
import io.triskel.gcp.GcpSettings;
import io.triskel.load.DeployedSite;
import io.triskel.load.Environment;
import io.triskel.load.orders.OrdersTarget;
import io.triskel.load.process.LoadTarget;
import io.triskel.notify.Credential;
import io.triskel.orders.deployed.CloudUp;
import io.triskel.orders.deployed.OrderClient;
import io.triskel.orders.pipeline.Style;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * The order pipeline on Google Cloud at level pipeline: the one that the environment leads to, or its package on this machine. Either way
 * the environment is what {@code ./triskel up gcp} prints, and a subscription more.
 */
final class OrdersOnGcp {
    private static final String URL = "TRISKEL_APP_URL";
    private static final String TOPIC = "TRISKEL_APP_TOPIC";

    /** Names the subscription of load tests, which keeps order and has no filter. */
    private static final String SUBSCRIPTION = "TRISKEL_APP_LOAD_SUBSCRIPTION";

    private static final String USUAL_SUBSCRIPTION = "orders-load";

    private OrdersOnGcp() {}

    static LoadTarget open(Map<String, String> environment) {
        if (DeployedSite.isAskedFor(GcpBinding.TARGET, environment)) {
            DeployedSite.require(GcpBinding.TARGET, environment, Map.of(URL, "the pipeline's address"));
            GcpClients clients = GcpClients.of(GcpSettings.from(environment));
            // An identity's token is for an address without the slash at its end.
            Credential caller = clients.idTokenCredential(
                    environment.getOrDefault(URL, "").replaceFirst("/$", ""), InstantSource.system());
            return target(Environment.CLOUD, environment, clients, caller, () -> {});
        }
        CloudUp.Started started = GcpUp.small(Style.ORCHESTRATION);
        GcpClients clients = GcpClients.of(GcpSettings.from(started.environment()));
        try (PubSubAdmin admin = PubSubAdmin.of(clients.settings())) {
            admin.createSubscription(USUAL_SUBSCRIPTION, started.environment().getOrDefault(TOPIC, ""));
        }
        return target(
                Environment.EMULATOR,
                started.environment(),
                clients,
                started.opening().map(CloudUp.Opening::credential).orElse(Credential.none()),
                started.running());
    }

    private static LoadTarget target(
            Environment where,
            Map<String, String> environment,
            GcpClients clients,
            Credential caller,
            AutoCloseable running) {
        return new OrdersTarget(
                where,
                "The order functions on Cloud Run, Pub/Sub, Firestore",
                Map.of(),
                new OrderClient(URI.create(environment.getOrDefault(URL, "")), caller),
                (processor, codec) -> new Streaming(
                        clients, environment.getOrDefault(SUBSCRIPTION, USUAL_SUBSCRIPTION), processor, codec),
                List.of(clients, running));
    }
}

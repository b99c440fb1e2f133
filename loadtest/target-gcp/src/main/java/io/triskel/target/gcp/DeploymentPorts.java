package io.triskel.target.gcp;

import io.triskel.gcp.GcpClients;
import io.triskel.gcp.hosting.FunctionSettings;
import io.triskel.gcp.hosting.GcpPast;
import io.triskel.gcp.hosting.GcpPorts;
import io.triskel.hosting.Host;
import io.triskel.hosting.function.FunctionRole;
import io.triskel.hosting.operation.Past;
import io.triskel.hosting.operation.StoreRestore.Published;
import io.triskel.observe.Observer;
import io.triskel.orders.OrderApplication;
import io.triskel.orders.deployed.OpenedPorts;
import io.triskel.orders.pipeline.Ports;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;

/** Opens the deployed pipeline's ports in this process, with the functions' own wiring. */
final class DeploymentPorts {
    /** All services are on this machine. */
    private static final GcpPast.Waits WAITS = new GcpPast.Waits(Duration.ZERO, Duration.ofSeconds(1));

    /** The subscription that an operator creates before a restore. */
    static final String RESTORE = "orders-restore";

    private static final Duration RETENTION = Duration.ofDays(7);

    private DeploymentPorts() {}

    static OpenedPorts of(Deployment deployment) {
        Map<String, String> environment =
                new TreeMap<>(deployment.ticking().definition().environment());
        environment.putAll(deployment.gcp().environment());
        FunctionSettings settings = FunctionSettings.from(new OrderApplication(), environment, FunctionRole.CLOCK);
        GcpClients clients = GcpClients.of(settings.gcp());
        Host host = GcpPorts.of(settings, clients, InstantSource.system(), Observer.none());
        Ports ports = new OrderApplication().on(host).application().ports();
        Past past = new GcpPast(
                clients,
                host.platform(),
                new GcpPast.Sources(
                        deployment.archive().address(),
                        Past.temporary(environment),
                        deployment.rebuilds().orElseThrow(),
                        WAITS));
        Past all = new GcpPast(
                clients,
                host.platform(),
                new GcpPast.Sources(deployment.archive().address(), Past.temporary(environment), RESTORE, WAITS));
        return new OpenedPorts(ports, past, new Published(RETENTION, all), deployment.credential(), clients::close);
    }
}

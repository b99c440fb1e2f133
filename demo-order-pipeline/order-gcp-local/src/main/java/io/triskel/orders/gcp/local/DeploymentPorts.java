package io.triskel.orders.gcp.local;

import io.triskel.gcp.GcpClients;
import io.triskel.observe.Observer;
import io.triskel.orders.function.FunctionRole;
import io.triskel.orders.gcp.GcpPorts;
import io.triskel.orders.gcp.OrderSettings;
import io.triskel.orders.pipeline.Ports;
import java.time.InstantSource;
import java.util.Map;

/** The way to the deployed pipeline's stores, from this process and by the functions' own wiring. */
final class DeploymentPorts implements AutoCloseable {
    private final GcpClients clients;
    private final Ports ports;

    /**
     * Opens it.
     *
     * @param environment what the function of the clock is told
     */
    DeploymentPorts(Map<String, String> environment) {
        OrderSettings settings = OrderSettings.from(environment, FunctionRole.CLOCK);
        clients = GcpClients.of(settings.gcp());
        ports = GcpPorts.of(settings, clients, InstantSource.system(), Observer.none());
    }

    Ports ports() {
        return ports;
    }

    @Override
    public void close() {
        clients.close();
    }
}

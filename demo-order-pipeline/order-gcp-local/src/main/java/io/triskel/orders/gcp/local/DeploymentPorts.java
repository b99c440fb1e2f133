package io.triskel.orders.gcp.local;

import io.triskel.gcp.GcpClients;
import io.triskel.observe.Observer;
import io.triskel.orders.function.FunctionRole;
import io.triskel.orders.gcp.GcpPorts;
import io.triskel.orders.gcp.OrderSettings;
import io.triskel.orders.pipeline.Ports;
import java.time.InstantSource;
import java.util.Map;

/** The deployed pipeline's ports, opened in this process with the functions' own wiring. */
final class DeploymentPorts implements AutoCloseable {
    private final GcpClients clients;
    private final Ports ports;

    /**
     * Opens the ports.
     *
     * @param environment the environment of the clock's function
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

package io.triskel.orders.gcp.local;

import io.triskel.gcp.GcpClients;
import io.triskel.observe.Observer;
import io.triskel.orders.function.FunctionRole;
import io.triskel.orders.gcp.GcpPast;
import io.triskel.orders.gcp.GcpPorts;
import io.triskel.orders.gcp.OrderSettings;
import io.triskel.orders.operation.Past;
import io.triskel.orders.pipeline.Ports;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;

/** The deployed pipeline's ports, opened in this process with the functions' own wiring. */
final class DeploymentPorts implements AutoCloseable {
    /** All services are on this machine. */
    private static final Duration QUIET = Duration.ofSeconds(1);

    private final GcpClients clients;
    private final Ports ports;
    private final Past past;

    /**
     * Opens the ports.
     *
     * @param environment the environment of the clock's function
     * @param archive where the archive is
     * @param rebuilds the subscription of rebuilds
     */
    DeploymentPorts(Map<String, String> environment, String archive, String rebuilds) {
        OrderSettings settings = OrderSettings.from(environment, FunctionRole.CLOCK);
        clients = GcpClients.of(settings.gcp());
        ports = GcpPorts.of(settings, clients, InstantSource.system(), Observer.none());
        past = new GcpPast(clients, ports.platform(), new GcpPast.Sources(archive, 1, rebuilds, QUIET));
    }

    Ports ports() {
        return ports;
    }

    /** {@return the events since the beginning} */
    Past past() {
        return past;
    }

    @Override
    public void close() {
        clients.close();
    }
}

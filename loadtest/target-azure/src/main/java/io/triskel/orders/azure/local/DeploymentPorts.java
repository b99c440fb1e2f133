package io.triskel.orders.azure.local;

import io.triskel.azure.AzureClients;
import io.triskel.observe.Observer;
import io.triskel.orders.azure.AzurePast;
import io.triskel.orders.azure.AzurePorts;
import io.triskel.orders.azure.OrderSettings;
import io.triskel.orders.function.EnvironmentReader;
import io.triskel.orders.operation.Past;
import io.triskel.orders.pipeline.Ports;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;

/** The deployed pipeline's ports, opened in this process with the functions' own wiring. */
final class DeploymentPorts implements AutoCloseable {
    private final AzureClients clients;
    private final Ports ports;
    private final Past past;

    /**
     * Opens the ports.
     *
     * @param settings the app's settings
     * @param url the app's address
     * @param archive where the archive is
     */
    DeploymentPorts(Map<String, String> settings, URI url, String archive) {
        Map<String, String> environment = new TreeMap<>(settings);
        environment.put(EnvironmentReader.LOOKUP_BASE, url.toString());
        OrderSettings orders = OrderSettings.from(environment);
        clients = AzureClients.of(orders.azure());
        ports = AzurePorts.of(orders, clients, InstantSource.system(), Observer.none(), Runnable::run);
        past = new AzurePast(clients, ports.platform(), orders.hub(), archive, 1);
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

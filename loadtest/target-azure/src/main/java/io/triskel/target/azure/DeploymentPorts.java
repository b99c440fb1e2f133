package io.triskel.target.azure;

import io.triskel.azure.AzureClients;
import io.triskel.azure.hosting.AzurePast;
import io.triskel.azure.hosting.AzurePorts;
import io.triskel.azure.hosting.FunctionSettings;
import io.triskel.hosting.Host;
import io.triskel.hosting.function.EnvironmentReader;
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
    private static final Duration RETENTION = Duration.ofDays(7);

    private DeploymentPorts() {}

    static OpenedPorts of(Deployment deployment) {
        Map<String, String> environment = new TreeMap<>(deployment.settings());
        environment.put(EnvironmentReader.LOOKUP_BASE, deployment.app().url().toString());
        FunctionSettings orders = FunctionSettings.from(new OrderApplication(), environment);
        AzureClients clients = AzureClients.of(orders.azure());
        Host host = AzurePorts.of(orders, clients, InstantSource.system(), Observer.none(), Runnable::run);
        Ports ports =
                ((OrderApplication) orders.application()).on(host).application().ports();
        Past past = new AzurePast(
                clients, ports.platform(), orders.hub(), deployment.archive().address(), Past.temporary(environment));
        return new OpenedPorts(ports, past, new Published(RETENTION, past), deployment.credential(), clients::close);
    }
}

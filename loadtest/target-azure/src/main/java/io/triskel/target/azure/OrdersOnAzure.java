package io.triskel.target.azure;

import io.triskel.azure.AzureClients;
import io.triskel.azure.AzureSettings;
import io.triskel.azure.eventhubs.HubConsumer;
import io.triskel.azure.functions.FunctionKey;
import io.triskel.load.DeployedSite;
import io.triskel.load.Environment;
import io.triskel.load.orders.OrdersTarget;
import io.triskel.load.process.LoadTarget;
import io.triskel.local.Daemons;
import io.triskel.memory.InMemoryStores;
import io.triskel.orders.deployed.CloudUp;
import io.triskel.orders.deployed.OrderClient;
import io.triskel.orders.pipeline.Style;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The order pipeline on Azure at level pipeline: the one that the environment leads to, or its package on this machine. Either way the
 * environment is what {@code ./triskel up azure} prints.
 */
final class OrdersOnAzure {
    private static final String URL = "TRISKEL_APP_URL";
    private static final String HUB = "TRISKEL_APP_HUB";
    private static final String KEY = "TRISKEL_APP_FUNCTION_KEY";

    private static final int THREADS = 16;

    private OrdersOnAzure() {}

    static LoadTarget open(Map<String, String> environment) {
        if (DeployedSite.isAskedFor(AzureBinding.TARGET, environment)) {
            DeployedSite.require(
                    AzureBinding.TARGET,
                    environment,
                    Map.of(URL, "the pipeline's address", HUB, "its hub", KEY, "the key of its functions"));
            return target(Environment.CLOUD, environment, () -> {});
        }
        CloudUp.Started started = AzureUp.small(Style.ORCHESTRATION);
        return target(Environment.EMULATOR, started.environment(), started.running());
    }

    /** Reads by the hub's default consumer group, which no function has. */
    private static LoadTarget target(Environment where, Map<String, String> environment, AutoCloseable running) {
        AzureClients clients = AzureClients.of(AzureSettings.from(environment));
        ExecutorService executor = Executors.newFixedThreadPool(THREADS, Daemons.named(AzureBinding.TARGET));
        return new OrdersTarget(
                where,
                "The order functions in one app, Event Hubs, Table Storage",
                Map.of(),
                new OrderClient(
                        URI.create(environment.getOrDefault(URL, "")),
                        FunctionKey.of(environment.getOrDefault(KEY, ""))),
                (processor, codec) -> new AzureTestPorts.Reading(new HubConsumer(
                        () -> clients.hub(environment.getOrDefault(HUB, "")).consumerGroup(AzureTestPorts.GROUP),
                        "load",
                        processor,
                        codec,
                        new InMemoryStores().checkpoints(),
                        InstantSource.system(),
                        executor)),
                List.of(clients, executor::shutdownNow, running));
    }
}

package io.triskel.orders.azure.local;

import io.triskel.azure.tables.AzureTables;
import io.triskel.local.azure.LocalAzure;
import io.triskel.local.azure.LocalAzureSettings;
import io.triskel.local.azure.eventhubs.EventHub;
import io.triskel.local.azure.functions.AppDefinition;
import io.triskel.local.azure.functions.FunctionApp;
import io.triskel.orders.azure.OrderApp;
import io.triskel.orders.pipeline.Style;
import java.nio.file.Path;
import java.util.Map;

/** The package deployed as a team would deploy it: a hub with a consumer group per consumer, the tables, one function app. */
final class Deployment implements AutoCloseable {
    static final String HUB = "orders";

    /** The prefix of the tables' names. */
    static final String TABLES = "orders";

    static final int PARTITIONS = 4;

    static final int INSTANCES = 2;

    private final LocalAzure azure;
    private final EventHub hub;
    private final Map<String, String> settings;
    private final FunctionApp app;

    private Deployment(LocalAzure azure, Path zip, OrderApp orders) {
        this.azure = azure;
        hub = azure.eventHubs().createHub(orders.hub(), PARTITIONS);
        orders.consumerGroups().forEach(hub::addConsumerGroup);
        orders.tables().names().forEach(azure::createTable);
        AppDefinition definition = AppDefinition.of("orders", zip)
                .withInstances(INSTANCES)
                .withSettings(azure.environment())
                .withSettings(orders.settings());
        settings = definition.settings();
        app = azure.functions().deploy(definition, azure.eventHubs());
    }

    /**
     * Starts the local Azure and deploys into it.
     *
     * @param zip the deployment package
     * @throws RuntimeException if anything does not start; whatever had started is ended again
     */
    static Deployment start(LocalAzureSettings settings, Path zip, Style style) {
        LocalAzure azure = LocalAzure.start(settings);
        try {
            return new Deployment(azure, zip, new OrderApp(new AzureTables(TABLES), HUB, style));
        } catch (RuntimeException failed) {
            azure.close();
            throw failed;
        }
    }

    LocalAzure azure() {
        return azure;
    }

    EventHub hub() {
        return hub;
    }

    /** {@return the function app} */
    FunctionApp app() {
        return app;
    }

    /** {@return what the app is told} */
    Map<String, String> settings() {
        return settings;
    }

    @Override
    public void close() {
        azure.close();
    }
}

package io.triskel.orders.azure;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.azure.AzureClients;
import io.triskel.azure.AzureSettings;
import io.triskel.azure.tables.AzureTables;
import io.triskel.azure.tables.TableReplicas;
import io.triskel.local.NodeTools;
import io.triskel.local.azure.LocalAzure;
import io.triskel.local.azure.LocalAzureSettings;
import io.triskel.local.azure.eventhubs.EventHub;
import io.triskel.local.azure.functions.AppDefinition;
import io.triskel.local.azure.functions.FunctionApp;
import io.triskel.orders.manifest.Manifest;
import io.triskel.orders.notification.SentMessages;
import io.triskel.orders.pipeline.Style;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** The package that the build made, deployed to a local Azure as its manifest says. */
final class LocalOrders implements AutoCloseable {
    private final Path zip = Path.of(System.getProperty("triskel.zip"));
    private final String key = UUID.randomUUID().toString();
    private final Manifest manifest =
            OrderManifest.of(Style.ORCHESTRATION).onLaptop().with("lookupKey", key);
    private final LocalAzure azure;
    private final AzureClients clients;
    private final FunctionApp app;

    LocalOrders(Path folder) {
        azure = LocalAzure.start(LocalAzureSettings.in(NodeTools.projectRoot(), folder));
        JsonNode described = manifest.part("hub");
        EventHub hub = azure.eventHubs().createHub(described.path("name").asText(), 1);
        described.path("consumerGroups").forEach(group -> hub.addConsumerGroup(group.asText()));
        manifest.part("tables").forEach(table -> azure.createTable(table.asText()));
        clients = AzureClients.of(AzureSettings.from(azure.environment()));
        app = deploy("orders", Map.of());
    }

    /** Deploys the app with other settings than it should have; an empty value takes one away. */
    FunctionApp deploy(String name, Map<String, String> otherwise) {
        Map<String, String> settings = new TreeMap<>(azure.environment());
        settings.putAll(Manifest.texts(manifest.part("settings")));
        settings.putAll(otherwise);
        settings.values().removeIf(String::isEmpty);
        return azure.functions()
                .deploy(AppDefinition.of(name, zip).withFunctionKey(key).withSettings(settings), azure.eventHubs());
    }

    FunctionApp app() {
        return app;
    }

    long messages() {
        return new SentMessages(new TableReplicas(clients.tables(), new AzureTables("orders"))).count();
    }

    @Override
    public void close() {
        clients.close();
        azure.close();
    }
}

package io.triskel.local.azure;

import com.azure.messaging.eventhubs.EventHubClientBuilder;
import io.triskel.local.FaultPlan;
import io.triskel.local.azure.eventhubs.EventHub;
import io.triskel.local.azure.eventhubs.EventHubsServer;
import io.triskel.local.azure.eventhubs.EventHubsSettings;
import io.triskel.local.azure.functions.AppDefinition;
import io.triskel.local.azure.functions.FunctionApp;
import io.triskel.local.azure.roles.RoleAssignment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the README of this module shows, compiled; the core's {@code SnippetsTest} compares them. */
@SuppressWarnings({"unused", "CheckReturnValue", "ReturnValueIgnored"})
final class ReadmePage {
    private ReadmePage() {}

    static void everything(Path project, Path folder, Path zip) {
        try (LocalAzure azure = LocalAzure.start(LocalAzureSettings.in(project, folder))) {
            EventHub events = azure.eventHubs().createHub("events", 4);
            events.addConsumerGroup("saga");
            azure.createTable("streams");
            FunctionApp app = azure.functions()
                    .deploy(AppDefinition.of("orders", zip).withSettings(azure.environment()), azure.eventHubs());
        }
    }

    static void roles(Path project, Path folder, Path zip) {
        try (LocalAzure azure =
                LocalAzure.start(LocalAzureSettings.in(project, folder).withPermissions())) {
            azure.roles().give("app", List.of(new RoleAssignment("Azure Event Hubs Data Sender", "eventhubs/orders")));
            AppDefinition app = AppDefinition.of("orders", zip).withSettings(azure.environment("app"));
            Set<String> refused = azure.roles().refused(); // by identity and data action
            Map<String, Set<String>> unused = azure.roles().unused(); // roles that no call needed
        }
    }

    static void eventHubs() {
        try (EventHubsServer hubs = EventHubsServer.start(EventHubsSettings.defaults(), new FaultPlan(1))) {
            EventHub orders = hubs.createHub("orders", 4);
            orders.addConsumerGroup("billing");
            new EventHubClientBuilder().connectionString(hubs.connectionString(), "orders");
            orders.partitions().get(0).read(-1, 100, 1 << 20); // without a client
        }
    }
}

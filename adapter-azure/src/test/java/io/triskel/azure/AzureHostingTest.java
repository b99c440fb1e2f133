package io.triskel.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.azure.tables.AzureTables;
import io.triskel.codec.TypeRegistry;
import io.triskel.local.Await;
import io.triskel.local.FaultPlan;
import io.triskel.local.azure.eventhubs.EventHubsServer;
import io.triskel.local.azure.eventhubs.EventHubsSettings;
import io.triskel.platform.HostedConsumer;
import io.triskel.platform.Platform;
import io.triskel.spi.Hosting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A long-running process finds the adapter, and its consumers are fed through their consumer groups. */
@Tag("local-clouds")
@ExtendWith(LocalStorage.class)
class AzureHostingTest {
    private final List<Object> handled = new CopyOnWriteArrayList<>();

    record Paid(String order) {}

    private static Hosting open(EventHubsServer server, LocalStorage.Running storage) {
        Hosting.Provider provider =
                ServiceLoader.load(Hosting.Provider.class).findFirst().orElseThrow();
        assertThat(provider.name()).isEqualTo("azure");
        AzureTables tables = new AzureTables("hosting");
        tables.names().forEach(storage.process()::createTable);
        return provider.open(
                Map.of(
                        "TRISKEL_AZURE_EVENTHUBS_CONNECTION",
                        server.connectionString(),
                        "TRISKEL_AZURE_STORAGE_CONNECTION",
                        storage.process().connectionString(),
                        AzurePlatform.HUB,
                        "events",
                        AzurePlatform.TABLES,
                        "hosting"),
                Platform.Settings.of(
                        "/orders",
                        TypeRegistry.builder().add("orders.paid", 1, Paid.class).build()));
    }

    @Test
    void a_consumer_is_fed_through_the_consumer_group_of_its_name(LocalStorage.Running storage) {
        try (EventHubsServer server = EventHubsServer.start(EventHubsSettings.defaults(), new FaultPlan(1))) {
            server.createHub("events", 2).addConsumerGroup("shipping");
            Hosting hosting = open(server, storage);
            try (Platform platform = hosting.platform()) {
                HostedConsumer shipping = platform.consumer("shipping")
                        .on(Paid.class, (event, handling) -> handled.add(event.data()))
                        .build();
                platform.publish(new Paid("42"), "42");

                try (Hosting.Feed feed = hosting.feeds(List.of(shipping)).get(0)) {
                    Await.until("the event is settled", () -> {
                        Hosting.Run run = feed.run(100, platform.in(Duration.ofMinutes(1)));
                        assertThat(run.problems()).isEmpty();
                        return run.settled() == 1;
                    });
                }
            }
        }

        assertThat(handled).containsExactly(new Paid("42"));
    }
}

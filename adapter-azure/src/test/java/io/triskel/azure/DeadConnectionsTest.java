package io.triskel.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.azure.eventhubs.EventHubsBus;
import io.triskel.azure.tables.AzureTables;
import io.triskel.azure.tables.TableReplicas;
import io.triskel.codec.EventCodec;
import io.triskel.codec.TypeRegistry;
import io.triskel.event.Deadline;
import io.triskel.event.Envelope;
import io.triskel.event.EventId;
import io.triskel.event.EventType;
import io.triskel.event.PortException;
import io.triskel.local.Await;
import io.triskel.local.BreakingProxy;
import io.triskel.local.FaultPlan;
import io.triskel.local.azure.eventhubs.EventHubsServer;
import io.triskel.local.azure.eventhubs.EventHubsSettings;
import io.triskel.publish.OrderedPublisher;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A connection that dies without a reset: nothing that is sent on it arrives, and nothing says so. */
@Tag("local-clouds")
@ExtendWith(LocalStorage.class)
class DeadConnectionsTest {
    private static final EventType COUNTED = EventType.of("triskel.test.counted", 1);
    private static final Duration CALL = Duration.ofSeconds(5);

    /** The SDK takes an AMQP connection for dead after 60 s of silence ({@code ConnectionHandler}, azure-core-amqp). */
    private static final Duration IDLE = Duration.ofMinutes(3);

    record Counted(int n) {}

    @Test
    @Tag("slow")
    void events_are_published_over_another_one_once_it_has_been_silent_for_a_minute() {
        EventCodec codec =
                EventCodec.of(TypeRegistry.builder().add(COUNTED, Counted.class).build());
        try (EventHubsServer server = EventHubsServer.start(EventHubsSettings.defaults(), new FaultPlan(1));
                Behind behind = new Behind(server.connectionString(), AzureSettings.Service.EVENT_HUBS)) {
            server.createHub("events", 1);
            OrderedPublisher publisher = OrderedPublisher.builder(EventHubsBus.of(behind.clients, "events"), codec)
                    .build();
            Await.until("the first event", () -> publishes(publisher));

            behind.proxy.swallowConnections();

            assertThat(publishes(publisher)).isFalse();
            Await.until("an event over another connection", IDLE, () -> publishes(publisher));
        }
    }

    @Test
    void tables_are_read_over_another_one_after_the_time_of_a_call(LocalStorage.Running local) {
        AzureTables tables = new AzureTables("dead");
        tables.names().forEach(local.process()::createTable);
        try (Behind behind = new Behind(local.process().connectionString(), AzureSettings.Service.TABLES)) {
            TableReplicas replicas = new TableReplicas(behind.clients.tables(), tables);
            Await.until("the first answer", () -> answers(replicas));

            behind.proxy.swallowConnections();

            Await.until("an answer over another connection", () -> answers(replicas));
        }
    }

    private static boolean publishes(OrderedPublisher publisher) {
        Envelope<Counted> event =
                Envelope.of(new EventId("/test", UUID.randomUUID().toString()), COUNTED, new Counted(1));
        return publisher
                        .publishAndWait(List.of(event), Deadline.in(CALL.multipliedBy(2), InstantSource.system()))
                        .accepted()
                == 1;
    }

    private static boolean answers(TableReplicas replicas) {
        try {
            return replicas.get("products", "P-1").isEmpty();
        } catch (PortException unanswered) {
            return false;
        }
    }

    /** Clients behind a proxy. */
    private static final class Behind implements AutoCloseable {
        private static final Pattern ADDRESS = Pattern.compile("127\\.0\\.0\\.1:\\d+");

        private final BreakingProxy proxy;
        private final AzureClients clients;

        Behind(String connection, AzureSettings.Service service) {
            String tables = connection.substring(Math.max(0, connection.indexOf("TableEndpoint")));
            Matcher address = ADDRESS.matcher(tables);
            assertThat(address.find()).isTrue();
            proxy = BreakingProxy.before(address.group());
            clients = AzureClients.of(AzureSettings.from(
                    Map.of(
                            service == AzureSettings.Service.EVENT_HUBS
                                    ? "TRISKEL_AZURE_EVENTHUBS_CONNECTION"
                                    : "TRISKEL_AZURE_STORAGE_CONNECTION",
                            connection.replace(address.group(), proxy.authority()),
                            "TRISKEL_AZURE_CALL_TIMEOUT_MS",
                            String.valueOf(CALL.toMillis())),
                    EnumSet.of(service)));
        }

        @Override
        public void close() {
            clients.close();
            proxy.close();
        }
    }
}

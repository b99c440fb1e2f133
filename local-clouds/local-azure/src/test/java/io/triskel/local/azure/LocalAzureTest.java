package io.triskel.local.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.data.tables.TableServiceClientBuilder;
import com.azure.data.tables.models.TableItem;
import com.azure.messaging.eventhubs.EventHubClientBuilder;
import com.azure.messaging.eventhubs.EventHubProducerClient;
import io.triskel.local.NodeTools;
import io.triskel.local.OrphanCheck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("it looks at all processes that this JVM has started")
@Tag("local-clouds")
class LocalAzureTest {
    @TempDir
    Path folder;

    @Test
    void one_call_starts_everything_and_its_environment_leads_the_real_sdks_to_it() {
        String storage;

        try (LocalAzure azure = LocalAzure.start(LocalAzureSettings.in(NodeTools.projectRoot(), folder))) {
            azure.eventHubs().createHub("events", 3);
            azure.createTable("orders");
            azure.createContainer("archive");
            Map<String, String> environment = azure.environment();
            storage = environment.get("TRISKEL_AZURE_STORAGE_CONNECTION");
            assertThat(tablesOf(storage)).containsExactly("orders");
            try (EventHubProducerClient producer = new EventHubClientBuilder()
                    .connectionString(environment.get("TRISKEL_AZURE_EVENTHUBS_CONNECTION"), "events")
                    .buildProducerClient()) {
                assertThat(producer.getPartitionIds().stream()).containsExactly("0", "1", "2");
            }
        }

        int port = portOf(storage);
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                .isInstanceOf(IOException.class);
    }

    @Test
    void nothing_is_left_running_when_its_jvm_is_killed() {
        assertThat(OrphanCheck.kill(Owner.class, folder)).hasSizeGreaterThanOrEqualTo(1);
    }

    /** Starts a local Azure and never ends by itself. */
    static final class Owner {
        public static void main(String[] arguments) throws Exception {
            Path folder = Path.of(arguments[0]);
            LocalAzure azure =
                    LocalAzure.start(LocalAzureSettings.in(NodeTools.projectRoot(), folder.resolve("azure")));
            OrphanCheck.awaitDeath();
            azure.close();
        }
    }

    private static int portOf(String connection) {
        Matcher endpoint =
                Pattern.compile("TableEndpoint=http://127.0.0.1:(\\d+)/").matcher(connection);
        assertThat(endpoint.find()).isTrue();
        return Integer.parseInt(endpoint.group(1));
    }

    private static List<String> tablesOf(String connection) {
        return new TableServiceClientBuilder()
                .connectionString(connection).buildClient().listTables().stream()
                        .map(TableItem::getName)
                        .toList();
    }
}

package io.triskel.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class AzureSettingsTest {
    private static final String HUBS =
            "Endpoint=sb://orders.servicebus.windows.net/;SharedAccessKeyName=app;SharedAccessKey=topSecret";
    private static final String STORAGE = "AccountName=orders;AccountKey=topSecret==;EndpointSuffix=core.windows.net";

    @Test
    void connection_strings_say_who_we_are() {
        AzureSettings settings = AzureSettings.from(
                Map.of("TRISKEL_AZURE_EVENTHUBS_CONNECTION", HUBS, "TRISKEL_AZURE_STORAGE_CONNECTION", STORAGE));

        assertThat(settings.eventHubs()).contains(new ServiceAccess.Connection(HUBS));
        assertThat(settings.tables()).contains(new ServiceAccess.Connection(STORAGE));
        assertThat(settings.blobs()).contains(new ServiceAccess.Connection(STORAGE));
        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.callTimeout()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void addresses_leave_it_to_the_default_credential() {
        AzureSettings settings = AzureSettings.from(Map.of(
                "TRISKEL_AZURE_EVENTHUBS_NAMESPACE",
                "orders.servicebus.windows.net",
                "TRISKEL_AZURE_TABLES_ENDPOINT",
                "https://orders.table.core.windows.net"));

        assertThat(settings.eventHubs()).contains(new ServiceAccess.Identity("orders.servicebus.windows.net"));
        assertThat(settings.tables()).contains(new ServiceAccess.Identity("https://orders.table.core.windows.net"));
        assertThat(settings.blobs()).isEqualTo(Optional.empty());
    }

    @Test
    void everything_wrong_is_said_at_once_and_no_secret_with_it() {
        Map<String, String> environment = new HashMap<>();
        environment.put("TRISKEL_AZURE_EVENTHUBS_CONNECTION", "SharedAccessKey=topSecret");
        environment.put("TRISKEL_AZURE_EVENTHUBS_NAMESPACE", "https://orders");
        environment.put("TRISKEL_AZURE_STORAGE_CONNECTION", "AccountKey=topSecret");
        environment.put("TRISKEL_AZURE_BLOBS_ENDPOINT", "http://orders");
        environment.put("TRISKEL_AZURE_CALL_TIMEOUT_MS", "soon");
        environment.put("TRISKEL_AZURE_KEYVAULT_KEY", "http://orders.vault.azure.net/keys/personal-data");
        environment.put("TRISKEL_AZURE_METRICS", "https://westeurope.monitoring.azure.com/subscriptions/1");

        assertThatThrownBy(() -> AzureSettings.from(environment))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "TRISKEL_AZURE_EVENTHUBS_CONNECTION must be a connection string",
                        "TRISKEL_AZURE_EVENTHUBS_NAMESPACE must be a host name",
                        "TRISKEL_AZURE_EVENTHUBS_CONNECTION and TRISKEL_AZURE_EVENTHUBS_NAMESPACE are both set: set"
                                + " only one",
                        "TRISKEL_AZURE_STORAGE_CONNECTION must be a connection string",
                        "TRISKEL_AZURE_BLOBS_ENDPOINT must be an https address",
                        "TRISKEL_AZURE_CALL_TIMEOUT_MS is a number of milliseconds from 1 to 900000, not 'soon'",
                        "TRISKEL_AZURE_KEYVAULT_KEY must be the address of a key such as"
                                + " https://orders.vault.azure.net/keys/personal-data,"
                                + " not 'http://orders.vault.azure.net/keys/personal-data'",
                        "TRISKEL_AZURE_METRICS must be a region's address and a resource's id, such as",
                        "not 'https://westeurope.monitoring.azure.com/subscriptions/1'")
                .hasMessageNotContaining("topSecret");
    }

    @Test
    void metrics_are_of_a_resource_and_never_of_a_group_or_in_the_clear() {
        String group = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/orders";
        String resource = group + "/providers/Microsoft.EventHub/namespaces/orders-hubs";

        assertThat(metrics("https://westeurope.monitoring.azure.com" + resource))
                .isTrue();
        assertThat(metrics("http://127.0.0.1:8080" + resource)).isTrue();
        assertThat(metrics("https://westeurope.monitoring.azure.com" + group)).isFalse();
        assertThat(metrics("http://westeurope.monitoring.azure.com" + resource)).isFalse();
    }

    private static boolean metrics(String address) {
        try {
            return AzureSettings.from(Map.of("TRISKEL_AZURE_METRICS", address), Set.of())
                    .metrics()
                    .isPresent();
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }

    @Test
    void what_is_needed_and_missing_is_named() {
        assertThatThrownBy(() -> AzureSettings.from(Map.of()))
                .hasMessageContainingAll(
                        "TRISKEL_AZURE_EVENTHUBS_CONNECTION or TRISKEL_AZURE_EVENTHUBS_NAMESPACE is not set",
                        "TRISKEL_AZURE_STORAGE_CONNECTION or TRISKEL_AZURE_TABLES_ENDPOINT is not set")
                .hasMessageNotContaining("BLOBS");
    }

    @Test
    void what_is_not_needed_may_be_missing() {
        AzureSettings settings = AzureSettings.from(
                Map.of("TRISKEL_AZURE_STORAGE_CONNECTION", STORAGE), Set.of(AzureSettings.Service.BLOBS));

        assertThat(settings.eventHubs()).isEmpty();
    }

    @Test
    void settings_do_not_print_keys() {
        AzureSettings settings = AzureSettings.from(
                Map.of("TRISKEL_AZURE_EVENTHUBS_CONNECTION", HUBS, "TRISKEL_AZURE_STORAGE_CONNECTION", STORAGE));

        assertThat(settings.toString()).doesNotContain("topSecret");
    }

    /** The page's table is the Javadoc of the settings classes, by a test of the core. */
    @Test
    void the_documentation_names_what_is_read_with_its_defaults_and_nothing_else() throws IOException {
        Set<String> read = new TreeSet<>(Set.of(AzurePlatform.HUB, AzurePlatform.TABLES));
        AzureSettings settings = AzureSettings.from(
                new HashMap<>(Map.of(
                        "TRISKEL_AZURE_EVENTHUBS_CONNECTION", HUBS, "TRISKEL_AZURE_STORAGE_CONNECTION", STORAGE)) {
                    @Override
                    public String get(Object name) {
                        read.add((String) name);
                        return super.get(name);
                    }
                });
        String page = Files.readString(Path.of("../docs/configuration.md"));
        String table =
                page.split("\\| Azure \\| default \\| meaning \\|\n", 2)[1].split("\n\n", 2)[0];

        assertThat(table.lines()
                        .flatMap(row -> Pattern.compile("`([A-Z0-9_]+)`")
                                .matcher(row.split("\\|", 3)[1])
                                .results())
                        .map(name -> name.group(1)))
                .containsExactlyInAnyOrderElementsOf(read);
        assertThat(table)
                .contains(
                        String.format(
                                Locale.ROOT,
                                "| `TRISKEL_AZURE_CONNECT_TIMEOUT_MS` | %,d |",
                                settings.connectTimeout().toMillis()),
                        String.format(
                                Locale.ROOT,
                                "| `TRISKEL_AZURE_CALL_TIMEOUT_MS` | %,d |",
                                settings.callTimeout().toMillis()));
    }
}

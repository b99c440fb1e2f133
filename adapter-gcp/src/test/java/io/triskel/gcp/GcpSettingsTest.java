package io.triskel.gcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GcpSettingsTest {
    @Test
    void a_project_is_enough() {
        GcpSettings settings = GcpSettings.from(Map.of("GOOGLE_CLOUD_PROJECT", "orders-prod"));

        assertThat(settings.project()).isEqualTo("orders-prod");
        assertThat(settings.pubSubEmulator()).isEmpty();
        assertThat(settings.firestoreEmulator()).isEmpty();
        assertThat(settings.database()).isEqualTo("(default)");
        assertThat(settings.callTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.publishTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.storeTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.pubSubEndpoint()).isEmpty();
        assertThat(settings.channels()).isEqualTo(1);
    }

    @Test
    void emulators_are_named_by_the_variables_that_googles_own_tools_use() {
        GcpSettings settings = GcpSettings.from(Map.of(
                "GOOGLE_CLOUD_PROJECT", "orders-prod",
                "PUBSUB_EMULATOR_HOST", "127.0.0.1:8085",
                "FIRESTORE_EMULATOR_HOST", "[::1]:8080",
                "TRISKEL_GCP_DATABASE", "orders",
                "TRISKEL_GCP_CALL_TIMEOUT_MS", "2500"));

        assertThat(settings.pubSubEmulator()).contains("127.0.0.1:8085");
        assertThat(settings.firestoreEmulator()).contains("[::1]:8080");
        assertThat(settings.database()).isEqualTo("orders");
        assertThat(settings.callTimeout()).isEqualTo(Duration.ofMillis(2500));
    }

    @Test
    void time_outs_a_region_and_connections_can_be_set_apart() {
        GcpSettings settings = GcpSettings.from(Map.of(
                "GOOGLE_CLOUD_PROJECT", "orders-prod",
                "TRISKEL_GCP_PUBSUB_ENDPOINT", "europe-west1-pubsub.googleapis.com:443",
                "TRISKEL_GCP_CALL_TIMEOUT_MS", "2500",
                "TRISKEL_GCP_PUBLISH_TIMEOUT_MS", "5000",
                "TRISKEL_GCP_STORE_TIMEOUT_MS", "8000",
                "TRISKEL_GCP_CHANNELS", "4"));

        assertThat(settings.pubSubEndpoint()).contains("europe-west1-pubsub.googleapis.com:443");
        assertThat(settings.callTimeout()).isEqualTo(Duration.ofMillis(2500));
        assertThat(settings.publishTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.storeTimeout()).isEqualTo(Duration.ofSeconds(8));
        assertThat(settings.channels()).isEqualTo(4);
    }

    @Test
    void a_publish_call_takes_as_long_as_any_other_unless_it_is_said() {
        GcpSettings settings =
                GcpSettings.from(Map.of("GOOGLE_CLOUD_PROJECT", "orders-prod", "TRISKEL_GCP_CALL_TIMEOUT_MS", "2500"));

        assertThat(settings.publishTimeout()).isEqualTo(Duration.ofMillis(2500));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://kms.example.org", "https://kms.example.org/", "http://127.0.0.1:8085"})
    void an_address_of_cloud_kms_ends_in_a_slash_however_it_is_written(String address) {
        GcpSettings settings =
                GcpSettings.from(Map.of("GOOGLE_CLOUD_PROJECT", "orders-prod", "TRISKEL_GCP_KMS_ENDPOINT", address));

        assertThat(settings.kmsEndpoint().orElseThrow().toString()).isEqualTo(address.replaceFirst("/?$", "/"));
    }

    @Test
    void everything_wrong_is_said_at_once() {
        assertThatThrownBy(() -> GcpSettings.from(Map.of(
                        "PUBSUB_EMULATOR_HOST", "http://127.0.0.1:8085",
                        "FIRESTORE_EMULATOR_HOST", "localhost",
                        "TRISKEL_GCP_DATABASE", "Orders",
                        "TRISKEL_GCP_CALL_TIMEOUT_MS", "soon",
                        "TRISKEL_GCP_PUBSUB_ENDPOINT", "europe-west1",
                        "TRISKEL_GCP_CHANNELS", "0",
                        "TRISKEL_GCP_KMS_KEY", "personal-data",
                        "TRISKEL_GCP_KMS_ENDPOINT", "http://kms.example.org/")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "GOOGLE_CLOUD_PROJECT is not set",
                        "PUBSUB_EMULATOR_HOST must have the form host:port, not 'http://127.0.0.1:8085'",
                        "FIRESTORE_EMULATOR_HOST must have the form host:port, not 'localhost'",
                        "TRISKEL_GCP_DATABASE must be (default) or a database id of 4 to 63 lower-case letters, digits and hyphens, not 'Orders'",
                        "TRISKEL_GCP_CALL_TIMEOUT_MS is a number of milliseconds from 10 to 600000, not 'soon'",
                        "TRISKEL_GCP_PUBSUB_ENDPOINT must have the form host:port, not 'europe-west1'",
                        "TRISKEL_GCP_CHANNELS is a number of connections from 1 to 100, not '0'",
                        "TRISKEL_GCP_KMS_KEY must be a full key name, projects/P/locations/L/keyRings/R/cryptoKeys/K, not 'personal-data'",
                        "TRISKEL_GCP_KMS_ENDPOINT must be an address https://HOST, or http on this machine, not 'http://kms.example.org/'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "Orders-Prod", "1orders", "orders-", "a-name-of-more-than-thirty-chars"})
    void what_is_no_id_of_a_project_is_refused(String id) {
        assertThatThrownBy(() -> GcpSettings.from(Map.of("GOOGLE_CLOUD_PROJECT", id)))
                .hasMessageContaining(
                        "GOOGLE_CLOUD_PROJECT must be a project id of 6 to 30 lower-case letters, digits and hyphens, not '"
                                + id + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sixsix", "orders-prod-123456789012345678", "example.com:orders"})
    void ids_of_projects_at_the_limits_and_of_domains_are_taken(String id) {
        assertThat(GcpSettings.from(Map.of("GOOGLE_CLOUD_PROJECT", id)).project())
                .isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9", "600001", "-1", "1e3"})
    void a_call_takes_10_ms_to_10_minutes(String millis) {
        assertThatThrownBy(() -> GcpSettings.from(
                        Map.of("GOOGLE_CLOUD_PROJECT", "orders-prod", "TRISKEL_GCP_CALL_TIMEOUT_MS", millis)))
                .hasMessageContaining("TRISKEL_GCP_CALL_TIMEOUT_MS");
    }

    /** The page's table is the Javadoc of the settings classes, by a test of the core. */
    @Test
    void the_documentation_names_what_is_read_with_its_defaults_and_nothing_else() throws IOException {
        Set<String> read = new TreeSet<>(Set.of(GcpPlatform.TOPIC, GcpPlatform.COLLECTIONS));
        GcpSettings settings = GcpSettings.from(new HashMap<>(Map.of("GOOGLE_CLOUD_PROJECT", "orders-prod")) {
            @Override
            public String get(Object name) {
                read.add((String) name);
                return super.get(name);
            }
        });
        String page = Files.readString(Path.of("../docs/configuration.md"));
        String table = page.split("\\| Google Cloud \\| default \\| meaning \\|\n", 2)[1]
                .split("\n\n", 2)[0];

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
                                "| `TRISKEL_GCP_CALL_TIMEOUT_MS` | %,d |",
                                settings.callTimeout().toMillis()),
                        String.format(
                                Locale.ROOT,
                                "| `TRISKEL_GCP_STORE_TIMEOUT_MS` | %,d |",
                                settings.storeTimeout().toMillis()),
                        String.format(Locale.ROOT, "| `TRISKEL_GCP_CHANNELS` | %,d |", settings.channels()));
    }
}

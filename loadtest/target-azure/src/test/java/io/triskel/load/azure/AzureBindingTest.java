package io.triskel.load.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.triskel.load.Environment;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AzureBindingTest {
    private static final Map<String, String> SERVICE = Map.of(
            "TRISKEL_CONTRACTS",
            "azure",
            "TRISKEL_AZURE_HUB",
            "for-tests",
            "TRISKEL_AZURE_TABLES",
            "tests",
            "TRISKEL_AZURE_EVENTHUBS_CONNECTION",
            "Endpoint=sb://tests.servicebus.windows.net;SharedAccessKeyName=n;SharedAccessKey=a2V5",
            "TRISKEL_AZURE_STORAGE_CONNECTION",
            "DefaultEndpointsProtocol=https;AccountName=tests;AccountKey=a2V5;EndpointSuffix=core.windows.net");

    @Test
    void nothing_but_the_variable_makes_it_the_service() {
        try (AzureBinding local = AzureBinding.of(Map.of())) {
            assertThat(local.environment()).isEqualTo(Environment.EMULATOR);
        }
        try (AzureBinding service = AzureBinding.of(SERVICE)) {
            assertThat(service.environment()).isEqualTo(Environment.CLOUD);
        }
    }

    @Test
    void figures_of_an_emulator_are_none_of_the_service_whoever_made_it() {
        Map<String, String> emulator = new HashMap<>(SERVICE);
        emulator.merge("TRISKEL_AZURE_EVENTHUBS_CONNECTION", ";UseDevelopmentEmulator=true", String::concat);

        try (AzureBinding microsofts = AzureBinding.of(emulator)) {
            assertThat(microsofts.environment()).isEqualTo(Environment.EMULATOR);
            assertThat(microsofts.fresh().hub()).isEqualTo("for-tests");
        }
    }

    @Test
    void spaces_on_this_machine_share_nothing() {
        try (AzureBinding local = AzureBinding.of(Map.of())) {
            AzureSpace one = local.fresh();
            AzureSpace other = local.fresh();

            one.checkpoints().orElseThrow().claim("consumer");

            assertThat(other.checkpoints().orElseThrow().find("consumer")).isEqualTo(Optional.empty());
            assertThat(one.checkpoints().orElseThrow().find("consumer")).isPresent();
            assertThat(other.hub()).isNotEqualTo(one.hub());
        }
    }

    @Test
    void on_the_service_nothing_is_created() {
        try (AzureBinding service = AzureBinding.of(SERVICE)) {
            AzureSpace space = service.fresh();

            assertThat(space.hub()).isEqualTo("for-tests");
            assertThat(space.tables().prefix()).isEqualTo("tests");
        }
    }

    @Test
    void the_service_needs_a_hub_and_tables() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AzureBinding.of(Map.of("TRISKEL_CONTRACTS", "azure")))
                .withMessageContaining("TRISKEL_AZURE_HUB")
                .withMessageContaining("TRISKEL_AZURE_TABLES");
    }
}

package io.triskel.target.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.Environment;
import io.triskel.load.contracts.BindingContract;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("local-clouds")
class AzureBindingTest extends BindingContract {
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

    AzureBindingTest() {
        super(AzureBinding::of, SERVICE, List.of("TRISKEL_AZURE_HUB", "TRISKEL_AZURE_TABLES"));
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
    void on_the_service_nothing_is_created() {
        try (AzureBinding service = AzureBinding.of(SERVICE)) {
            AzureTestPorts ports = service.fresh();

            assertThat(ports.hub()).isEqualTo("for-tests");
            assertThat(ports.tables().prefix()).isEqualTo("tests");
        }
    }
}

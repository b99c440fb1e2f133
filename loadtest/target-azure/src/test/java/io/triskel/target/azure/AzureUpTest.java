package io.triskel.target.azure;

import io.triskel.azure.functions.FunctionKey;
import io.triskel.azure.hosting.AzureOperations;
import io.triskel.notify.Credential;
import io.triskel.orders.contracts.UpContract;
import java.util.Map;
import org.junit.jupiter.api.Tag;

@Tag("local-clouds")
class AzureUpTest extends UpContract {
    AzureUpTest() {
        super(
                AzureUp.class,
                AzureOperations.class,
                AzureConsole.class,
                "TRISKEL_AZURE_EVENTHUBS_CONNECTION",
                "TRISKEL_AZURE_STORAGE_CONNECTION",
                "TRISKEL_APP_HUB",
                "TRISKEL_APP_ARCHIVE",
                "TRISKEL_APP_FUNCTION_KEY",
                "TRISKEL_APP_LOOKUP_KEY",
                "TRISKEL_APP_REPLAY_KEY");
    }

    @Override
    protected Credential credential(Map<String, String> environment) {
        return FunctionKey.of(environment.getOrDefault("TRISKEL_APP_FUNCTION_KEY", ""));
    }
}

package io.triskel.orders.azure.local;

import io.triskel.orders.contracts.UpContract;
import org.junit.jupiter.api.Tag;

@Tag("local-clouds")
class AzureUpTest extends UpContract {
    AzureUpTest() {
        super(
                AzureUp.class,
                "TRISKEL_AZURE_EVENTHUBS_CONNECTION",
                "TRISKEL_AZURE_STORAGE_CONNECTION",
                "ORDERS_HUB",
                "ORDERS_FUNCTION_KEY");
    }
}

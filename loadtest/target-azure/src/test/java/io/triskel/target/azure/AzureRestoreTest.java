package io.triskel.target.azure;

import io.triskel.local.WorkFolder;
import io.triskel.local.azure.LocalAzureSettings;
import io.triskel.orders.contracts.RestoreContract;
import io.triskel.orders.deployed.LocalPipeline;
import io.triskel.orders.pipeline.Style;
import org.junit.jupiter.api.Tag;

@Tag("local-clouds")
class AzureRestoreTest extends RestoreContract {
    @Override
    protected LocalPipeline start(Style style) {
        return WorkFolder.handedTo(
                "triskel-azure-",
                folder -> new AzurePipeline(
                        folder,
                        Deployment.start(
                                LocalAzureSettings.in(AzureTarget.LOCATIONS.project(), folder),
                                AzureTarget.LOCATIONS.zip(),
                                style,
                                Deployment.FEWEST_INSTANCES)));
    }
}

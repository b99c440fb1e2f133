package io.triskel.target.gcp;

import io.triskel.local.WorkFolder;
import io.triskel.local.gcp.LocalGcpSettings;
import io.triskel.orders.contracts.RestoreContract;
import io.triskel.orders.deployed.LocalPipeline;
import io.triskel.orders.pipeline.Style;
import java.util.Optional;
import org.junit.jupiter.api.Tag;

@Tag("local-clouds")
class GcpRestoreTest extends RestoreContract {
    @Override
    protected LocalPipeline start(Style style) {
        return WorkFolder.handedTo(
                "triskel-gcp-",
                folder -> new GcpPipeline(
                        folder,
                        Deployment.start(
                                LocalGcpSettings.in(folder), GcpTarget.LOCATIONS.zip(), style, Optional.empty())));
    }
}

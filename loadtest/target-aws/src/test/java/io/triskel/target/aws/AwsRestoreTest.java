package io.triskel.target.aws;

import io.triskel.local.WorkFolder;
import io.triskel.local.aws.LocalAwsSettings;
import io.triskel.orders.contracts.RestoreContract;
import io.triskel.orders.deployed.LocalPipeline;
import io.triskel.orders.pipeline.Languages;
import io.triskel.orders.pipeline.Style;
import java.util.Optional;
import org.junit.jupiter.api.Tag;

@Tag("local-clouds")
class AwsRestoreTest extends RestoreContract {
    @Override
    protected LocalPipeline start(Style style) {
        return WorkFolder.handedTo(
                "triskel-aws-",
                folder -> new AwsPipeline(
                        folder,
                        Deployment.start(
                                LocalAwsSettings.in(AwsTarget.LOCATIONS.project(), folder),
                                AwsTarget.LOCATIONS.zip(),
                                style,
                                Languages.JAVA,
                                // A replay does not keep the order between shards.
                                Deployment.SHARDS,
                                Optional.empty())));
    }
}

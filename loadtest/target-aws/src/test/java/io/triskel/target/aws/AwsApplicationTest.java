package io.triskel.target.aws;

import io.triskel.aws.hosting.AwsOperations;
import io.triskel.orders.contracts.ApplicationContract;
import io.triskel.orders.deployed.CloudUp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;

@Tag("local-clouds")
class AwsApplicationTest extends ApplicationContract {
    AwsApplicationTest() {
        super(AwsOperations.class, AwsConsole.class, "adapter-aws");
    }

    @Override
    protected CloudUp.Started start(Path zip, Path classes, Optional<String> style) {
        return ApplicationUp.start(zip, classes, style, Duration.ofSeconds(1));
    }

    @Override
    protected Map<String, Path> packaged(Path classes, Path folder) {
        return Map.of("lib/functions.jar", classes);
    }
}

package io.triskel.target.gcp;

import io.triskel.gcp.hosting.GcpOperations;
import io.triskel.orders.contracts.ApplicationContract;
import io.triskel.orders.deployed.CloudUp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;

@Tag("local-clouds")
class GcpApplicationTest extends ApplicationContract {
    GcpApplicationTest() {
        super(GcpOperations.class, GcpConsole.class, "adapter-gcp");
    }

    @Override
    protected CloudUp.Started start(Path zip, Path classes, Optional<String> style) {
        return ApplicationUp.start(zip, classes, style, Duration.ofSeconds(1));
    }

    @Override
    protected Map<String, Path> packaged(Path classes, Path folder) {
        return Map.of("functions.jar", classes);
    }
}

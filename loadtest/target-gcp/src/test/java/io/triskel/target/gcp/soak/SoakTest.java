package io.triskel.target.gcp.soak;

import io.triskel.benchmarks.soak.SoakContract;
import java.util.Map;
import org.junit.jupiter.api.Tag;

/** The soak of {@code ./triskel load gcp soak}. */
@Tag("local-clouds")
class SoakTest extends SoakContract {
    SoakTest() {
        super(
                (settings, folder) -> Soak.run(settings, folder, any -> {}),
                3_000,
                6,
                Map.of("subscriptions sent back in time", 2L));
    }
}

package io.triskel.target.azure.soak;

import io.triskel.benchmarks.soak.SoakContract;
import java.util.Map;
import org.junit.jupiter.api.Tag;

/** The soak of {@code ./triskel load azure soak}. */
@Tag("local-clouds")
class SoakTest extends SoakContract {
    SoakTest() {
        super(
                (settings, folder) -> Soak.run(settings, folder, any -> {}),
                2_000,
                10,
                Map.of("all links detached", 2L, "partitions moved between instances", 3L));
    }
}

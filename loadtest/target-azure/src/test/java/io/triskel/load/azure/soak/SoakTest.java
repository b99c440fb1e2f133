package io.triskel.load.azure.soak;

import io.triskel.load.contracts.TargetSoakContract;
import java.util.Map;

/** The soak of {@code loadtest/run azure soak}. */
class SoakTest extends TargetSoakContract {
    SoakTest() {
        super(
                (settings, folder) -> Soak.run(settings, folder, any -> {}),
                2_000,
                7,
                Map.of("all links detached", 2L, "partitions moved between instances", 3L));
    }
}

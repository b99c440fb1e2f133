package io.triskel.load.gcp.soak;

import io.triskel.load.contracts.TargetSoakContract;
import java.util.Map;

/** The soak of {@code loadtest/run gcp soak}. */
class SoakTest extends TargetSoakContract {
    SoakTest() {
        super(
                (settings, folder) -> Soak.run(settings, folder, any -> {}),
                3_000,
                6,
                Map.of("subscriptions sent back in time", 2L));
    }
}

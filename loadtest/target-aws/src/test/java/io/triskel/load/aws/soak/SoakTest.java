package io.triskel.load.aws.soak;

import io.triskel.load.contracts.TargetSoakContract;
import java.util.Map;

/** The soak of {@code loadtest/run aws soak}. */
class SoakTest extends TargetSoakContract {
    SoakTest() {
        super(
                (settings, folder) -> Soak.run(settings, folder, any -> {}),
                3_000,
                4,
                Map.of("shards split or merged", 2L));
    }
}

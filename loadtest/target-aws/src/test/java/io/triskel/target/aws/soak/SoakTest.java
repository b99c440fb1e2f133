package io.triskel.target.aws.soak;

import io.triskel.benchmarks.soak.SoakContract;
import java.util.Map;
import org.junit.jupiter.api.Tag;

/** The soak of {@code ./triskel load aws soak}. */
@Tag("local-clouds")
class SoakTest extends SoakContract {
    SoakTest() {
        super(
                (settings, folder) -> Soak.run(settings, folder, any -> {}),
                3_000,
                4,
                Map.of("shards split or merged", 2L));
    }
}

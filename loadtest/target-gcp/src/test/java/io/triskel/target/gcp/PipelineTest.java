package io.triskel.target.gcp;

import io.triskel.load.contracts.LevelContract;
import io.triskel.load.workload.Level;
import java.util.Map;
import org.junit.jupiter.api.Tag;

@Tag("local-clouds")
class PipelineTest extends LevelContract {
    PipelineTest() {
        super(Level.PIPELINE, 2, () -> OrdersOnGcp.open(Map.of()));
    }
}

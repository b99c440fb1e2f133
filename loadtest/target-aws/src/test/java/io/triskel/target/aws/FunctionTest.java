package io.triskel.target.aws;

import io.triskel.load.contracts.LevelContract;
import io.triskel.load.workload.Level;
import java.util.Map;
import org.junit.jupiter.api.Tag;

@Tag("local-clouds")
class FunctionTest extends LevelContract {
    FunctionTest() {
        super(Level.FUNCTION, 20, () -> FunctionOnAws.open(Map.of()));
    }
}

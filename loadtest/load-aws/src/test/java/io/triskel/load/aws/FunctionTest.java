package io.triskel.load.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.load.contracts.LevelContract;
import io.triskel.load.workload.Level;
import java.util.Map;
import org.junit.jupiter.api.Tag;

@Tag("local-clouds")
class FunctionTest extends LevelContract {
    FunctionTest() {
        super(Level.FUNCTION, 20, () -> FunctionOnAws.open(Map.of()));
    }

    @Override
    protected void check(JsonNode result) {
        JsonNode functions = result.path("functions");
        assertThat(functions.path("instances").asInt()).isPositive();
        assertThat(functions.path("coldStarts").asInt()).isPositive();
        assertThat(functions.path("eventsPerInvocation").asDouble()).isGreaterThanOrEqualTo(1);
        assertThat(functions.path("initP50Us").asLong()).isPositive();
        assertThat(result.path("clockErrorUs").asDouble()).isPositive();
    }
}

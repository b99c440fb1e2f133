package io.triskel.target.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.orders.contracts.FewOrders;
import io.triskel.orders.contracts.Talk;
import io.triskel.orders.memory.MemoryTarget;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exported fulfilment, run by the local Step Functions with the functions that are deployed, ends as the core's saga does. */
@Tag("local-clouds")
class AwsEngineTest {
    /** Each way in which an order ends, and three that are shipped. */
    private static List<String> lines() {
        return FewOrders.lines().stream()
                .filter(line -> !line.matches(".*\"shipped-([4-9]|[12][0-9])\".*"))
                .toList();
    }

    @Test
    void orders_that_step_functions_leads_end_as_those_that_the_saga_leads(@TempDir Path out) throws Exception {
        Talk.Outcome saga = Talk.run(MemoryTarget.class, lines(), "", out.resolve("memory"));

        Talk.Outcome engine = Talk.run(StrictAwsTarget.class, lines(), "\"style\":\"engine\",", out.resolve("engine"));

        assertThat(engine.summary().path("style").asText()).isEqualTo("engine");
        assertThat(FewOrders.SAME_EVERYWHERE)
                .allSatisfy(figure -> assertThat(engine.summary().path(figure))
                        .as(figure)
                        .isEqualTo(saga.summary().path(figure)));
        assertThat(engine.orders()).isEqualTo(saga.orders());
        assertThat(engine.revenue()).isEqualTo(saga.revenue());
        assertThat(engine.exitCode()).isZero();
        assertThat(engine.summary().path("cloud").path("refused"))
                .as("permissions that the manifest does not have")
                .isEmpty();
        assertThat(engine.summary().path("cloud").path("unused"))
                .as("permissions of the state machine that it does not need")
                .isNotEmpty()
                .noneMatch(right -> right.asText().contains("as a state machine"));
        assertThat(engine.summary()
                        .path("cloud")
                        .path("functions")
                        .path("orders-ask")
                        .path("invocations")
                        .asLong())
                .as("commands that the engine asked for")
                .isGreaterThan(20);
    }
}

package io.triskel.load.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.triskel.load.path.LoadPath;
import io.triskel.load.process.LoadTarget;
import io.triskel.load.result.Evidence;
import io.triskel.load.run.LoadRun;
import io.triskel.load.workload.Arrivals;
import io.triskel.load.workload.Demand;
import io.triskel.load.workload.EventShape;
import io.triskel.load.workload.KeySpread;
import io.triskel.load.workload.Level;
import io.triskel.load.workload.Objectives;
import io.triskel.load.workload.Phase;
import io.triskel.load.workload.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** A short run of a target at a level above the bus. */
public abstract class LevelContract {
    private static final long RUN = 42;
    private static final Duration LENGTH = Duration.ofSeconds(4);
    private static final Duration DRAIN = Duration.ofMinutes(2);

    private final Level level;
    private final double rate;
    private final Supplier<LoadTarget> opener;

    /** @param rate small enough for a target whose functions have not started yet */
    protected LevelContract(Level level, double rate, Supplier<LoadTarget> opener) {
        this.level = level;
        this.rate = rate;
        this.opener = opener;
    }

    @Test
    final void a_short_run_loses_nothing_and_tells_every_stage() {
        try (LoadTarget target = opener.get();
                LoadPath path = target.path(workload(), RUN)) {
            JsonNode result = new LoadRun(workload(), path, RUN, 0, target.clock(), () -> false, progress -> {})
                    .run()
                    .toFile("memory", Evidence.MEMORY)
                    .build()
                    .toJson();

            JsonNode correctness = result.path("correctness");
            assertThat(result.path("problems")).isEmpty();
            assertThat(correctness.path("sent").asLong()).isEqualTo(Math.round(rate * LENGTH.toSeconds()));
            assertThat(correctness.path("delivered").asLong())
                    .isEqualTo(correctness.path("sent").asLong());
            assertThat(List.of("lost", "reordered", "corrupt", "foreign"))
                    .allSatisfy(fault -> assertThat(correctness.path(fault).asLong(-1))
                            .as(fault)
                            .isZero());
            assertThat(StreamSupport.stream(result.path("stages").spliterator(), false))
                    .hasSize(path.stages().size() + path.brokerStages().size() + 2)
                    .allSatisfy(stage -> assertThat(stage.path("count").asLong())
                            .as(stage.path("name").asText())
                            .isPositive());
            assertThat(result.path("stages").findValuesAsText("name")).contains("send-to-broker");
            assertThat(path.brokerStages().values())
                    .allSatisfy(error -> assertThat(error).isPositive());
            assertThat(result.path("reporting").path("events").asLong())
                    .isGreaterThanOrEqualTo(correctness.path("sent").asLong());
            if (level == Level.FUNCTION) {
                assertThat(result.path("clockErrorUs").asDouble()).isPositive();
                checkFunctions(result.path("functions"));
            }
        }
    }

    private static void checkFunctions(JsonNode functions) {
        assertThat(functions.path("instances").asInt()).isPositive();
        assertThat(functions.path("coldStarts").asInt()).isPositive();
        assertThat(functions.path("eventsPerInvocation").asDouble()).isGreaterThanOrEqualTo(1);
        assertThat(functions.path("initP50Us").asLong()).isPositive();
    }

    private Workload workload() {
        List<Phase> phases = List.of(new Phase.Steady(rate, LENGTH));
        return new Workload(
                "short",
                "",
                level,
                1,
                new EventShape(1_024),
                KeySpread.even(20),
                1,
                new Arrivals.Uniform(),
                phases,
                Objectives.none(),
                DRAIN,
                1,
                Optional.empty(),
                Demand.of(phases));
    }
}

package io.triskel.load.sim.aws;

import static io.triskel.load.sim.Simulations.steady;
import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.run.RunResult;
import io.triskel.load.sim.Simulations;
import io.triskel.load.workload.KeySpread;
import io.triskel.load.workload.Workload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Formulas and simulation could share a mistake, so the simulation is also held against what others measured; docs/simulation.md shows
 * the figures side by side, with their dates.
 */
class PublishedTest {
    private static final double FACTOR = 2;

    private static final OptionalDouble PUSHED = OptionalDouble.empty();
    private static final OptionalDouble BY_LAMBDA = OptionalDouble.of(1);

    /**
     * A latency, from put to the consumer.
     *
     * @param polls a second of each consumer
     */
    record Published(
            String fact,
            double milliseconds,
            int consumers,
            OptionalDouble polls,
            ToDoubleFunction<RunResult> microseconds) {
        double simulated() {
            Workload workload = Simulations.workload(
                    1024, KeySpread.even(100), consumers, Duration.ofSeconds(30), 7, steady(50, 600));
            return microseconds.applyAsDouble(
                            Simulations.run(workload, (all, clock) -> new Stream(all, clock, 10, polls)))
                    / 1000;
        }

        String row(double simulated) {
            return "| " + fact + " | " + Math.round(milliseconds) + " ms | " + Math.round(simulated) + " ms |";
        }

        @Override
        public String toString() {
            return fact;
        }
    }

    static List<Published> latencies() {
        return List.of(
                new Published("kds-lat-shared1", 200, 1, OptionalDouble.of(5), PublishedTest::mean),
                new Published("kds-lat-shared5", 1000, 5, OptionalDouble.of(1), PublishedTest::mean),
                new Published("kds-bs-std-p10", 267, 1, BY_LAMBDA, percentile(10)),
                new Published("kds-bs-std-p50", 627, 1, BY_LAMBDA, percentile(50)),
                new Published("kds-bs-std-p90", 965, 1, BY_LAMBDA, percentile(90)),
                new Published("kds-bs-std-p99", 1580, 1, BY_LAMBDA, percentile(99)),
                new Published("kds-bs-efo-p10", 28.8, 1, PUSHED, percentile(10)),
                new Published("kds-bs-efo-p50", 49.4, 1, PUSHED, percentile(50)),
                new Published("kds-bs-efo-p90", 67.5, 1, PUSHED, percentile(90)),
                new Published("kds-bs-efo-p99", 109, 1, PUSHED, percentile(99)));
    }

    private static double mean(RunResult result) {
        return result.measured().actual().micros().getMean();
    }

    private static ToDoubleFunction<RunResult> percentile(double percent) {
        return result -> result.measured().actual().percentile(percent);
    }

    @ParameterizedTest
    @MethodSource("latencies")
    void the_simulation_is_within_a_factor_of_two_of_what_was_published_and_the_document_shows_both(Published published)
            throws IOException {
        double simulated = published.simulated();

        assertThat(simulated).isBetween(published.milliseconds / FACTOR, published.milliseconds * FACTOR);
        assertThat(Files.readString(Path.of("../../docs/simulation.md"))).contains(published.row(simulated));
    }
}

package io.triskel.load.sim.azure;

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
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Microsoft measured what four capacity units of Event Hubs Dedicated take, and calls a hundred throughput units what one of them does
 * with events of 1 KB. So a hundredth of that, four throughput units, is held against it; docs/simulation.md shows what fits and what
 * does not.
 */
class PublishedTest {
    private static final int UNITS = 4;
    private static final int SECONDS = 10;

    record Published(String fact, int size, double eventsASecond) {
        double simulated() {
            Workload workload = Simulations.workload(
                    size, KeySpread.even(500), 1, Duration.ZERO, 7, steady(1.1 * UNITS * 1e6 / size, SECONDS));
            RunResult result = Simulations.run(workload, (all, clock) -> new Namespaces(all, clock, UNITS, 4));
            return 100.0 * result.measured().accepted() / SECONDS;
        }

        String row() {
            return String.format(
                    Locale.ROOT,
                    "| %s | %,.0f events/s | %,d events/s |",
                    fact,
                    eventsASecond,
                    100 * Math.round(simulated() / 100));
        }

        @Override
        public String toString() {
            return fact;
        }
    }

    static List<Published> rates() {
        return List.of(
                new Published("eh-cu-bench-1k", 1000, 400_000),
                new Published("eh-cu-bench-10k", 10_000, 66_600),
                new Published("eh-cu-bench-32k", 32_000, 34_000));
    }

    @ParameterizedTest
    @MethodSource("rates")
    void the_document_shows_the_simulated_figure_beside_the_published_one(Published published) throws IOException {
        assertThat(Files.readString(Path.of("../../docs/simulation.md"))).contains(published.row());
    }
}

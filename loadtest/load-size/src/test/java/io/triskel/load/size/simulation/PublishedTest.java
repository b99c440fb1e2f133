package io.triskel.load.size.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.triskel.load.size.simulation.Lane.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Formulas and simulation could share a mistake, so the simulation is also held against what others published;
 * docs/sizing.md shows the figures side by side. A stream's propagation without polling is the 70 ms that AWS states for
 * enhanced fan-out ("kds-lat-efo", 2020-08-19).
 */
class PublishedTest {
    private static final double PROPAGATION_MS = 70;
    private static final double FACTOR = 2;

    record Published(String fact, double milliseconds, double pollsASecond, ToDoubleFunction<Lane.Result> figure) {
        double simulated() {
            Lane lane = new Lane(1, 0.002, Reading.POLLED, 1 / pollsASecond, 1);
            return PROPAGATION_MS + 1000 * figure.applyAsDouble(lane.run(50_000, 7));
        }

        @Override
        public String toString() {
            return fact;
        }
    }

    static List<Published> latencies() {
        return List.of(
                new Published("kds-lat-shared1", 200, 5, Lane.Result::delay),
                new Published("kds-lat-shared5", 1000, 1, Lane.Result::delay),
                new Published("kds-bs-std-p10", 267, 1, result -> result.delayAt(0.1)),
                new Published("kds-bs-std-p50", 627, 1, result -> result.delayAt(0.5)),
                new Published("kds-bs-std-p90", 965, 1, result -> result.delayAt(0.9)),
                new Published("kds-bs-std-p99", 1580, 1, result -> result.delayAt(0.99)));
    }

    @ParameterizedTest
    @MethodSource("latencies")
    void the_simulation_is_within_a_factor_of_two_of_what_was_published(Published published) {
        assertThat(published.simulated()).isBetween(published.milliseconds / FACTOR, published.milliseconds * FACTOR);
    }

    @ParameterizedTest
    @MethodSource("latencies")
    void the_document_shows_the_simulated_figure_beside_the_published_one(Published published) throws IOException {
        String document = Files.readString(Path.of("../../docs/sizing.md"));

        assertThat(document)
                .contains("| " + published.fact + " | " + Math.round(published.milliseconds) + " ms | "
                        + Math.round(published.simulated()) + " ms |");
    }
}

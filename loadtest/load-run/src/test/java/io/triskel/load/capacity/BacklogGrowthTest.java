package io.triskel.load.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BacklogGrowthTest {
    private static final double SHARE = 0.05;
    private static final int RUNS = 4_000;

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.02, 0.05, 0.15, 0.3})
    void a_backlog_that_lasts_is_found_growing_no_more_often_than_stated(double noise) {
        assertThat(share(0, noise, BacklogGrowth::grows)).isLessThanOrEqualTo(2 * BacklogGrowth.ERROR);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.02, 0.05, 0.15, 0.3})
    void a_backlog_that_grows_is_found_lasting_no_more_often_than_stated(double noise) {
        assertThat(share(SHARE, noise, BacklogGrowth::lasts)).isLessThanOrEqualTo(2 * BacklogGrowth.ERROR);
    }

    @Test
    void a_backlog_that_grows_fast_is_found_growing_at_once() {
        BacklogGrowth growth = new BacklogGrowth(SHARE);

        IntStream.range(0, 5).forEach(second -> growth.add(0.58 + 0.01 * (second % 2)));

        assertThat(growth.grows()).isTrue();
    }

    /** {@return how often a probe of 60 s ends so} */
    private static double share(double growing, double noise, Predicate<BacklogGrowth> end) {
        Random random = new Random(1);
        return IntStream.range(0, RUNS)
                        .filter(run -> {
                            BacklogGrowth growth = new BacklogGrowth(SHARE);
                            for (int second = 0; second < 60 && !growth.grows() && !growth.lasts(); second++) {
                                growth.add(growing + noise * random.nextGaussian());
                            }
                            return end.test(growth);
                        })
                        .count()
                / (double) RUNS;
    }
}

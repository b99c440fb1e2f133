package io.triskel.load.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.triskel.load.measure.EventCounts;
import io.triskel.load.measure.Second;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgementTest {
    @Test
    void a_backlog_that_grows_by_a_tenth_of_the_rate_has_a_slope_of_a_tenth() {
        assertThat(Judgement.lagSlope(seconds(10, 1_000, 100))).isCloseTo(0.1, within(1e-9));
    }

    @Test
    void a_backlog_that_stays_or_shrinks_has_none() {
        assertThat(Judgement.lagSlope(seconds(10, 1_000, 0))).isZero();
        assertThat(Judgement.lagSlope(seconds(10, 1_000, -100))).isZero();
    }

    @Test
    void the_drain_is_left_out() {
        List<Second> seconds = seconds(10, 1_000, 100);
        for (int i = 0; i < 20; i++) {
            seconds.add(new Second(new EventCounts(0, 0, 0, 50, 0, 0), 0, 0, 0));
        }

        assertThat(Judgement.lagSlope(seconds)).isCloseTo(0.1, within(1e-9));
    }

    @Test
    void too_short_a_run_has_no_slope() {
        assertThat(Judgement.lagSlope(List.of())).isZero();
        assertThat(Judgement.lagSlope(seconds(1, 1_000, 500))).isZero();
    }

    private static List<Second> seconds(int count, long rate, long growth) {
        List<Second> seconds = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            seconds.add(new Second(new EventCounts(rate, rate, rate, rate - growth, 0, 0), 5_000 + growth * i, 0, 0));
        }
        return seconds;
    }
}

package io.triskel.load.report.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.triskel.load.report.merge.Estimate.Interval;
import java.util.List;
import org.junit.jupiter.api.Test;

class EstimateTest {
    @Test
    void the_interval_is_students_for_the_number_of_repeats() {
        Estimate estimate = Estimate.of(List.of(10.0, 12.0, 14.0));

        Interval interval = estimate.interval().orElseThrow();
        assertThat(estimate.value()).isEqualTo(12);
        // Standard deviation 2, 4.303 of them over the root of 3.
        assertThat(interval.low()).isCloseTo(12 - 4.969, within(0.001));
        assertThat(interval.high()).isCloseTo(12 + 4.969, within(0.001));
    }

    @Test
    void one_repeat_has_no_interval() {
        assertThat(Estimate.of(List.of(10.0)).interval()).isEmpty();
    }

    @Test
    void no_interval_goes_below_zero() {
        assertThat(Estimate.of(List.of(0.0, 10.0)).interval().orElseThrow().low())
                .isZero();
    }

    @Test
    void estimates_are_apart_only_if_both_have_intervals_that_do_not_overlap() {
        Estimate low = Estimate.of(List.of(10.0, 10.1, 10.2));
        Estimate high = Estimate.of(List.of(20.0, 20.1, 20.2));

        assertThat(low.isApartFrom(high)).isTrue();
        assertThat(low.isApartFrom(Estimate.of(List.of(20.0)))).isFalse();
        assertThat(low.isApartFrom(Estimate.of(List.of(9.0, 12.0)))).isFalse();
    }
}

package io.triskel.load.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LatencyTest {
    private final Latency latency = new Latency();

    @Test
    void a_second_has_its_own_percentiles_and_the_whole_has_all() {
        latency.add(1_000_000);
        long[] first = latency.endSecond();
        latency.add(5_000_000);
        long[] second = latency.endSecond();

        assertThat(first).containsExactly(1_000, 1_000);
        assertThat(second[0]).isBetween(5_000L, 5_003L);
        assertThat(latency.whole().getTotalCount()).isEqualTo(2);
    }

    @Test
    void the_second_under_way_is_part_of_the_whole() {
        latency.add(1_000_000);

        assertThat(latency.whole().getTotalCount()).isEqualTo(1);
    }

    @Test
    void a_second_without_times_has_zeros() {
        assertThat(latency.endSecond()).containsExactly(0, 0);
    }

    @Test
    void a_time_below_zero_is_counted_apart_and_kept_as_zero() {
        latency.add(-5);

        assertThat(latency.negative()).isEqualTo(1);
        assertThat(latency.whole().getTotalCount()).isEqualTo(1);
        assertThat(latency.whole().getMaxValue()).isZero();
    }

    @Test
    void a_time_above_the_longest_is_kept_as_the_longest() {
        latency.add(Long.MAX_VALUE);

        assertThat(latency.whole().getTotalCount()).isEqualTo(1);
        assertThat(latency.whole().getMaxValue()).isGreaterThanOrEqualTo(Latency.LONGEST_MICROS);
    }
}
